# Builds the Windows program and its installer on Windows 10 or 11 and tries them.
#
#   powershell -ExecutionPolicy Bypass -File packaging\windows.ps1 [-SkipTrial]
#
# Needs Python 3.11 to 3.13 (64 bit) and NSIS 3.08 or later; neither an administrator nor anything else. The results are
# build\windows-native: the installer and the 免安装 zip. This file is UTF-8 with a byte order mark.
param([switch]$SkipTrial)
$ErrorActionPreference = 'Stop'
$id = 'gongkai-nianbao'
$root = Split-Path -Parent $PSScriptRoot
$out = Join-Path $root 'build\windows-native'
$version = (Select-String -Path "$root\resources\version.py" -Pattern '^VERSION.*"(.*)"$').Matches[0].Groups[1].Value
$setup = Join-Path $out "$id-$version-setup.exe"

function Invoke-Step([string]$words, [string]$program, [string[]]$arguments, [int]$expected = 0) {
    Write-Host "== $words"
    $process = Start-Process -FilePath $program -ArgumentList $arguments -Wait -PassThru -NoNewWindow
    if ($process.ExitCode -ne $expected) { throw "$words：退出码 $($process.ExitCode)，应为 $expected" }
}

function Find-Nsis {
    $found = Get-Command makensis.exe -ErrorAction SilentlyContinue
    if ($found) { return $found.Source }
    foreach ($folder in ${env:ProgramFiles(x86)}, $env:ProgramFiles) {
        if (Test-Path "$folder\NSIS\makensis.exe") { return "$folder\NSIS\makensis.exe" }
    }
    throw '没有找到 NSIS（makensis.exe）。请先安装 NSIS 3.08 或更高版本。'
}

Set-Location $root
$nsis = Find-Nsis
$python = if (Get-Command py.exe -ErrorAction SilentlyContinue) { 'py.exe' } else { 'python.exe' }
New-Item -ItemType Directory -Force $out | Out-Null
Invoke-Step 'bundle and self-test' $python @('dev.py', 'build')
Invoke-Step 'installer' $nsis @('-V2', '-INPUTCHARSET', 'UTF8', "-DVERSION=$version", "`"-DSOURCE=$root\dist\$id`"",
    "`"-DOUTPUT=$setup`"", "`"$root\packaging\installer.nsi`"")
Compress-Archive -Force -Path "$root\dist\$id" -DestinationPath "$out\$id-$version-windows.zip"

if (-not $SkipTrial) {
    $place = Join-Path $env:TEMP '张三的软件\年报'
    Invoke-Step 'install silently to a Chinese path' $setup @('/S', "/D=$place")
    Invoke-Step 'self-test of the installed program' "$place\$id.exe" @('self-test', "`"$env:TEMP\张三的软件\自检`"")
    $command = (Get-Item 'HKCU:\Software\Classes\GongkaiNianbao.Archive.1\shell\open\command').GetValue('')
    if ($command -ne "`"$place\$id.exe`" `"%1`"") { throw "文件关联不对：$command" }
    $running = Start-Process -FilePath "$place\$id.exe" -PassThru
    Start-Sleep -Seconds 10
    if ($running.HasExited) { throw "程序自己退出了，退出码 $($running.ExitCode)" }
    Invoke-Step 'refuse to install while it runs' $setup @('/S', "/D=$place") 3
    Stop-Process -Id $running.Id
    Start-Sleep -Seconds 2
    Invoke-Step 'uninstall' "$place\uninstall.exe" @('/S', "_?=$place")
    if (Test-Path "$place\$id.exe") { throw '卸载后程序还在。' }
    if (Test-Path 'HKCU:\Software\Classes\GongkaiNianbao.Archive.1') { throw '卸载后注册表里还有文件关联。' }
}
Write-Host "完成：$setup"
