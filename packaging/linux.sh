#!/usr/bin/env bash
# Builds the Debian package on Debian 12 and tries it in a bare Debian 12 folder.
#
#   packaging/linux.sh [FOLDER]          as root; FOLDER (build/linux) keeps what was made for the next time
#
# A program links to the C library of the system it was built on, or a newer one. Kylin V10 SP1 and UOS 20 are older than
# Debian 12, so the program is built in a Debian 11 folder (glibc 2.31), with Python and SQLite compiled from the sources
# of Debian 12. The results are FOLDER/out: the package and pictures of what was seen. Ends with `N passed, M failed`.
set -euo pipefail
export LC_ALL=C.UTF-8
HERE=$(cd "$(dirname "$0")/.." && pwd)
WORK=$(mkdir -p "${1:-$HERE/build/linux}" && cd "${1:-$HERE/build/linux}" && pwd)
OUT=$WORK/out
BASE=$WORK/base        # Debian 11, where the program is built
BARE=$WORK/bare        # Debian 12, where the package is tried
ID=gongkai-nianbao
APP=/opt/apps/$ID
VERSION=$(sed -n 's/^VERSION.*"\(.*\)"$/\1/p' "$HERE/resources/version.py")
PACKAGE=${ID}_${VERSION}_amd64.deb
LARGEST_FOLDER=150     # MB of 1,048,576 bytes, as Windows counts them
NEWEST_GLIBC=2.31
# shellcheck source=packaging/checks.sh
. "$HERE/packaging/checks.sh"

# inside FOLDER [NAME=VALUE...]: the shell script on the input, run in a Debian folder that sees $WORK as /mnt
inside() {
    local folder=$1 script; shift; script=$(mktemp "$WORK/script.XXXXXX")
    cat >"$script"; mkdir -p "$folder/mnt"
    unshare -m bash -c "mount -t proc proc '$folder/proc'; mount --bind '$WORK' '$folder/mnt'; exec chroot '$folder' \
        env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive $* bash -e '/mnt/${script##*/}'" </dev/null
    local code=$?; rm -f "$script"; return $code
}

make_base() {
    [ -e "$BASE/ready" ] && return
    rm -rf "$BASE"; debootstrap --variant=minbase bullseye "$BASE" >"$WORK/base.log"
    sed 's/^deb /deb-src /; s/bullseye/bookworm/' "$BASE/etc/apt/sources.list" >"$BASE/etc/apt/sources.list.d/sources.list"
    inside "$BASE" >>"$WORK/base.log" 2>&1 <<'INSIDE' || stop "the Debian 11 folder; see $WORK/base.log"
apt-get -qq update
apt-get -qq install -y --no-install-recommends binutils dpkg-dev gcc make tcl xz-utils \
    libbz2-dev libffi-dev liblzma-dev zlib1g-dev libegl1 libfontconfig1 libgl1 libglib2.0-0 libdbus-1-3 libxcb-cursor0 \
    libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0 libxkbcommon0
cd /usr/src
apt-get -qq source --download-only python3.11 sqlite3
tar -xf sqlite3_*.orig.tar.xz; tar -xf python3.11_*.orig.tar.*
(cd sqlite3-*/; ./configure --prefix=/opt/python --disable-tcl --disable-readline; make -j2 libsqlite3.la; make lib_install sqlite3.h
    install -D -m 644 -t /opt/python/include sqlite3.h src/sqlite3ext.h)
cd Python-3.11*/
./configure --prefix=/opt/python --enable-shared CPPFLAGS=-I/opt/python/include LDFLAGS='-L/opt/python/lib -Wl,-rpath,/opt/python/lib'
make -j2
make install
touch /ready
INSIDE
}

fetch_wheels() {
    python3 "$HERE/packaging/build_pins.py" linux >"$WORK/pins.new"
    [ -e "$BASE/wheels" ] && cmp -s "$WORK/pins.new" "$WORK/pins.txt" && return
    mv "$WORK/pins.new" "$WORK/pins.txt"; rm -rf "$WORK/wheels"
    python3 -m venv "$WORK/tools"
    "$WORK/tools/bin/python" -m pip download -q --no-deps --require-hashes --only-binary :all: --python-version 3.11 \
        -d "$WORK/wheels" -r "$WORK/pins.txt" 2>"$WORK/pip.log" || stop "$(tail -1 "$WORK/pip.log")"
    echo '/opt/python/bin/python3 -m pip install -q --no-index --no-deps --find-links /mnt/wheels -r /mnt/pins.txt; touch /wheels' \
        | inside "$BASE" 2>"$WORK/pip.log" || stop "$(tail -1 "$WORK/pip.log")"
}

build_program() {
    rm -rf "$WORK"/{source,dist,pyinstaller}; mkdir "$WORK/source"; copy_source "$WORK/source"
    echo 'cd /mnt/source; /opt/python/bin/python3 -m PyInstaller --noconfirm --log-level=WARN --distpath ../dist --workpath ../pyinstaller build.spec' \
        | inside "$BASE" >"$WORK/pyinstaller.log" 2>&1 || { tail -30 "$WORK/pyinstaller.log"; stop 'PyInstaller made no program'; }
}

# /opt/apps is where UOS looks; the copies in /usr/share are for every other desktop.
make_package() {
    local root=$WORK/package entries files=$HERE/packaging/linux
    rm -rf "$root"; mkdir -p "$root$APP/files" "$root/DEBIAN"
    cp -a "$WORK/dist/$ID/." "$root$APP/files/"
    cat >"$root$APP/info" <<INFO
{"appid": "$ID", "name": "政府信息公开年报", "version": "$VERSION", "arch": ["amd64"], "permissions": {"clipboard": true}}
INFO
    for entries in "$root$APP/entries" "$root/usr/share"; do
        install -D -m 644 "$files/$ID.desktop" "$entries/applications/$ID.desktop"
        install -D -m 644 "$files/$ID.xml" "$entries/mime/packages/$ID.xml"
        install -D -m 644 "$HERE/resources/icons/program.svg" "$entries/icons/hicolor/scalable/apps/$ID.svg"
        install -D -m 644 "$HERE/resources/icons/program.png" "$entries/icons/hicolor/256x256/apps/$ID.png"
    done
    sed "s/@VERSION@/$VERSION/; s/@SIZE@/$(du -sk "$root$APP" | cut -f1)/" "$files/control" >"$root/DEBIAN/control"
    install -m 755 "$files/refresh" "$root/DEBIAN/postinst"; install -m 755 "$files/refresh" "$root/DEBIAN/postrm"
    dpkg-deb --root-owner-group -Zxz --build "$root" "$OUT/$PACKAGE" >/dev/null
}

# ---------------------------------------------------------------- the trial

make_bare() {
    [ -e "$BARE/ready" ] || { rm -rf "$BARE"; debootstrap --variant=minbase bookworm "$BARE" >"$WORK/bare.log"; }
    inside "$BARE" >>"$WORK/bare.log" 2>&1 <<'INSIDE' || stop "the bare Debian 12 folder; see $WORK/bare.log"
apt-get -qq update
apt-get -qq install -y --no-install-recommends desktop-file-utils shared-mime-info xdg-utils
dpkg -P gongkai-nianbao
cd && rm -rf -- ./* ./.[!.]*
touch /ready
INSIDE
}
needs_glibc() { find "$WORK/dist/$ID" -type f -exec objdump -T {} + 2>/dev/null | grep -o 'GLIBC_2\.[0-9]*' | sort -Vu | tail -1; }
old_enough() { local needs; needs=$(needs_glibc); echo "        needs $needs"; [ "$(printf '%s\nGLIBC_%s\n' "$needs" $NEWEST_GLIBC | sort -V | tail -1)" = "GLIBC_$NEWEST_GLIBC" ]; }
lists_every_library() { # inside the bare folder after installing: the linker finds everything
    echo "find $APP/files -name '*.so*' -o -name $ID -type f | LD_LIBRARY_PATH=$APP/files/_internal xargs ldd 2>/dev/null | grep 'not found' | sort -u" | inside "$BARE" | tee "$WORK/missing.txt"
    [ ! -s "$WORK/missing.txt" ]
}
# The command of the menu entry, with a file in the place of %f.
entry_command() { sed -n "s|^Exec=||p" "$BARE/usr/share/applications/$ID.desktop" | sed "s|%f|${1:-}|"; }
start() { # start COMMAND: in a window, in the background; PROGRAM is what to end
    echo "exec $1" | inside "$BARE" "DISPLAY=$DISPLAY" >"$WORK/program.log" 2>&1 & PROGRAM=$!
}
end_program() { local id; for id in $(pgrep -P "$PROGRAM"); do kill -9 "$id"; done; wait "$PROGRAM" 2>/dev/null || true; }
installs() { echo "apt-get -qq install -y --no-install-recommends /mnt/out/$PACKAGE" | inside "$BARE" >"$WORK/install.log" 2>&1 || { tail -5 "$WORK/install.log"; return 1; }; }
is_known() { # the desktop knows the type of the file and which entry opens it
    inside "$BARE" >"$WORK/known.txt" <<KNOWN
desktop-file-validate /usr/share/applications/$ID.desktop
export XDG_CURRENT_DESKTOP=X XDG_UTILS_DEBUG_LEVEL=0
xdg-mime query default application/x-$ID
grep -h '\*\.gknb' /usr/share/mime/globs2
KNOWN
    grep -q "^$ID.desktop$" "$WORK/known.txt" && grep -q "application/x-$ID" "$WORK/known.txt" || { cat "$WORK/known.txt"; return 1; }
}
self_tests() {
    echo "rm -rf /root/自检; $APP/files/$ID self-test /root/自检" | inside "$BARE" "QT_QPA_PLATFORM=none" || return 1
    local ending; for ending in "$@"; do compgen -G "$BARE/root/自检/*.$ending" >/dev/null || { echo "no .$ending"; return 1; }; done
}
drafts() { # the watermark of a draft is drawn by code that no other export runs
    echo "$APP/files/$ID export $APP/files/_internal/resources/sample/report.json --draft --to pdf,docx --out /root/草稿" | inside "$BARE"
}
reads() { # reads ENDING...: the program reads what its own exports wrote
    local ending; for ending in "$@"; do
        echo "$APP/files/$ID read /root/自检/*报告.$ending -o /root/读入.json" | inside "$BARE" || return 1
    done
}
removes() { echo "dpkg -r $ID" | inside "$BARE" >"$WORK/remove.log" 2>&1 || { tail -5 "$WORK/remove.log"; return 1; }; }
is_gone() {
    echo "find / -xdev -path /mnt -prune -o -path /proc -prune -o -path '/var/lib/dpkg/*' -prune -o -path '/root/*' -prune -o -name '*$ID*' -print
grep -rl '$ID' /usr/share/mime /usr/share/applications || true" | inside "$BARE" | tee "$WORK/left.txt"; [ ! -s "$WORK/left.txt" ]
}

try_it() {
    local archive=$BARE/root/清岚县年报文件.gknb
    check 'installs with what it depends on' installs
    check 'the linker finds every library' lists_every_library
    check 'the desktop knows its entry and its files' is_known
    check 'writes and reads back every export' self_tests pdf docx xlsx html
    check 'writes a draft' drafts
    check 'takes in every format' reads pdf docx xlsx html
    make_archive "$archive"
    start "$(entry_command)"; check 'starts in a window' appears 政府信息公开工作年度报告; photograph first-start; end_program
    local before; before=$(edits "$archive")
    start "$(entry_command "/root/${archive##*/}")"; check 'opens an archive by its menu entry' appears 清岚县; photograph archive
    type_a_figure 清岚县; photograph typed
    check 'the typed figure is in the archive' test "$(edits "$archive")" -gt "$before"
    end_program; disappears 清岚县
    start "$(entry_command)"; check 'after a kill it starts with the same archive' appears 清岚县; photograph restarted; end_program
    check 'removes' removes
    check 'nothing is left of it' is_gone
    check "the user's files are still there" test -e "$archive" -a -e "$BARE/root"/".local/share/$ID"
}

# ---------------------------------------------------------------- in order

say 'tools'; install_tools binutils debootstrap imagemagick procps python3 python3-venv xdotool xvfb xz-utils
show_screen
say 'Debian 11 with Python'; make_base
say 'packages'; fetch_wheels
rm -rf "$OUT"; mkdir -p "$OUT"
say 'PyInstaller'; build_program
check "the bundle needs no newer C library than $NEWEST_GLIBC" old_enough
check "the bundle has at most $LARGEST_FOLDER MB ($(megabytes "$WORK/dist/$ID"))" at_most "$(megabytes "$WORK/dist/$ID")" $LARGEST_FOLDER
say 'package'; make_package; say "$PACKAGE has $(megabytes "$OUT/$PACKAGE") MB"
say 'bare Debian 12'; make_bare
say 'trial'; try_it
finish
