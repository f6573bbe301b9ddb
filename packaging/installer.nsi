; The Windows installer: per user, no administrator, Simplified Chinese.
;
;   makensis -INPUTCHARSET UTF8 -DVERSION=1.2.3 -DSOURCE=dist/gongkai-nianbao -DOUTPUT=setup.exe installer.nsi
;
; Exit codes: 0 done, 3 the program is running, 4 this Windows is not supported, 5 a newer version is installed.
; /S installs silently; /D=PATH, last and without quotes, names another folder. -DQUICK packs fast, for trials.
; This file is UTF-8 with a byte order mark.

Unicode true
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 96                         ; MB: what stands twice lies far apart
!endif

!include MUI2.nsh
!include x64.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include LogicLib.nsh

!define ID        "gongkai-nianbao"                 ; folder, program file and registry keys stay ASCII
!define PRODUCT   "政府信息公开工作年度报告编制软件"
!define SHORT     "政府信息公开年报"
!define ENDING    ".gknb"
!define PROGID    "GongkaiNianbao.Archive.1"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define LIBRARIES "_internal"

Name "${PRODUCT}"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "Software\${ID}" "InstallDir"
ManifestDPIAware true
ManifestSupportedOS all
ShowInstDetails hide
ShowUninstDetails hide
BrandingText "${PRODUCT} ${VERSION}"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 ProductName "${PRODUCT}"
VIAddVersionKey /LANG=2052 FileDescription "${PRODUCT} 安装程序"
VIAddVersionKey /LANG=2052 FileVersion "${VERSION}"
VIAddVersionKey /LANG=2052 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=2052 LegalCopyright ""

!define MUI_ICON   "${__FILEDIR__}\..\resources\icons\program.ico"
!define MUI_UNICON "${__FILEDIR__}\..\resources\icons\program.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${__FILEDIR__}\welcome.bmp"
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "安装${SHORT}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${ID}.exe"
!define MUI_WELCOMEPAGE_TEXT "即将安装${PRODUCT} ${VERSION}。$\r$\n$\r$\n不需要管理员权限，不连接网络。已有的年报文件和设置不受影响。$\r$\n$\r$\n本软件不得存储、处理涉密信息。$\r$\n$\r$\n请先关闭正在运行的本软件，再点“下一步”。"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "将从这台电脑卸载${PRODUCT}。年报文件和设置都会保留。"
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhereInstalled
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; Refuse while the program runs: its file cannot be opened for writing then.
!macro REQUIRE_CLOSED un
Function ${un}RequireClosed
  retry:
  ${If} ${FileExists} "$INSTDIR\${ID}.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\${ID}.exe" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${PRODUCT}正在运行。请先关闭程序，再点“重试”。" /SD IDCANCEL IDRETRY retry
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro REQUIRE_CLOSED ""
!insertmacro REQUIRE_CLOSED "un."

; An upgrade stays where the older version is, or that one would be left behind.
Function SkipWhereInstalled
  ReadRegStr $0 HKCU "Software\${ID}" "InstallDir"
  ${If} $0 != ""
  ${AndIf} ${FileExists} "$0\${ID}.exe"
    Abort
  ${EndIf}
FunctionEnd

!macro REFUSE sentence code
  MessageBox MB_ICONSTOP "${sentence}" /SD IDOK
  SetErrorLevel ${code}
  Quit
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    !insertmacro REFUSE "本软件只能安装在 64 位的 Windows 上，这台电脑是 32 位的。请换一台电脑安装。" 4
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
    !insertmacro REFUSE "本软件需要 Windows 10（1809）或更高版本，这台电脑的 Windows 版本太旧。请换一台电脑安装。" 4
  ${EndIf}
  ReadRegStr $0 HKLM "Software\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
  ${If} $0 < 17763
    !insertmacro REFUSE "本软件需要 Windows 10（1809，内部版本 17763）或更高版本，这台电脑是内部版本 $0。请先更新 Windows。" 4
  ${EndIf}
  ReadRegStr $0 HKCU "${UNINSTALL}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 == 1
      MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "这台电脑已装有更新的版本 $0。旧版本 ${VERSION} 可能打不开新版本保存的年报文件。仍要改装旧版本吗？" /SD IDNO IDYES older
      SetErrorLevel 5
      Quit
      older:
    ${EndIf}
  ${EndIf}
FunctionEnd

Section "程序文件（必需）" Program
  SectionIn RO
  Call RequireClosed
  RMDir /r "$INSTDIR\${LIBRARIES}"                  ; a library of the older version must not stay behind
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\${ID}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${PRODUCT}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${ID}.exe,0"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  CreateDirectory "$SMPROGRAMS\${SHORT}"
  CreateShortcut "$SMPROGRAMS\${SHORT}\${SHORT}.lnk" "$INSTDIR\${ID}.exe"
  CreateShortcut "$SMPROGRAMS\${SHORT}\卸载.lnk" "$INSTDIR\uninstall.exe"
SectionEnd

Section "桌面快捷方式" Desktop
  CreateShortcut "$DESKTOP\${SHORT}.lnk" "$INSTDIR\${ID}.exe"
SectionEnd

Section "双击年报文件（${ENDING}）时用本软件打开" Association
  WriteRegStr HKCU "Software\Classes\${ENDING}" "" "${PROGID}"
  WriteRegStr HKCU "Software\Classes\${ENDING}\OpenWithProgids" "${PROGID}" ""
  WriteRegStr HKCU "Software\Classes\${PROGID}" "" "年报文件"
  WriteRegStr HKCU "Software\Classes\${PROGID}\DefaultIcon" "" "$INSTDIR\${ID}.exe,0"
  WriteRegStr HKCU "Software\Classes\${PROGID}\shell\open\command" "" '"$INSTDIR\${ID}.exe" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

; Takes away only what was laid here, never the folder as a whole: somebody may keep files in it.
Section "Uninstall"
  Call un.RequireClosed
  RMDir /r "$INSTDIR\${LIBRARIES}"
  Delete "$INSTDIR\${ID}.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$DESKTOP\${SHORT}.lnk"
  Delete "$SMPROGRAMS\${SHORT}\${SHORT}.lnk"
  Delete "$SMPROGRAMS\${SHORT}\卸载.lnk"
  RMDir "$SMPROGRAMS\${SHORT}"
  ReadRegStr $0 HKCU "Software\Classes\${ENDING}" ""
  ${If} $0 == "${PROGID}"                           ; another program may have taken the ending meanwhile
    DeleteRegValue HKCU "Software\Classes\${ENDING}" ""
  ${EndIf}
  DeleteRegValue HKCU "Software\Classes\${ENDING}\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifempty HKCU "Software\Classes\${ENDING}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "Software\Classes\${ENDING}"
  DeleteRegKey HKCU "Software\Classes\${PROGID}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegValue HKCU "Software\${ID}" "InstallDir"
  DeleteRegKey /ifempty HKCU "Software\${ID}"
SectionEnd
