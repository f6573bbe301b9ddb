# What packaging/windows.sh and packaging/linux.sh share. Both set HERE, WORK and OUT first.

passed=0 failed=0
say() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }
stop() { say "stopped: $*" >&2; echo "$passed passed, $((failed + 1)) failed"; kill $$; exit 1; }
check() { # check WORDS COMMAND...: the command must succeed
    local words=$1; shift
    if "$@"; then passed=$((passed + 1)); say "passed  $words"; else failed=$((failed + 1)); say "FAILED  $words"; fi
}
refuse() { ! "$@"; }
at_most() { awk "BEGIN {exit !($1 <= $2)}"; }
finish() { say 'processor time (user, system) of this shell and of what it ran, Wine in the background left out:'; times; echo "$passed passed, $failed failed"; [ "$failed" = 0 ]; }

install_tools() { # install_tools PACKAGE...
    local missing=() package
    for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
    [ ${#missing[@]} = 0 ] && return
    apt-get -qq -o DPkg::Lock::Timeout=300 update
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}" >/dev/null
}
copy_source() { # copy_source FOLDER: what the build needs
    (cd "$HERE" && tar -c --exclude=__pycache__ --exclude=./build --exclude=./dist --exclude=./out --exclude='./.*' .) | tar -xC "$1"
}
megabytes() { find "$1" -type f -printf '%s\n' | awk '{sum += $1} END {printf "%.1f\n", sum / 1048576}'; }  # as Windows counts them

# A screen as most offices have it, without a window manager.
show_screen() {
    DISPLAY=:$((100 + RANDOM % 400)); export DISPLAY
    Xvfb "$DISPLAY" -screen 0 1366x768x24 >/dev/null 2>&1 & SCREEN=$!
    trap 'kill $SCREEN 2>/dev/null || true' EXIT
}
windows() { xdotool search --onlyvisible --name "$1" 2>/dev/null; }
appears() { # appears TITLE: within a minute a window with this title
    local i; for i in $(seq 120); do windows "$1" >/dev/null && return; sleep 0.5; done; return 1
}
disappears() { local i; for i in $(seq 20); do windows "$1" >/dev/null || return 0; sleep 0.5; done; return 1; }
photograph() { sleep 2; import -window root "$OUT/$1.png" 2>/dev/null || true; }

# The sample in a 年报文件, made by the program's own archive; and how many edits such a file holds.
make_archive() { # make_archive FILE
    rm -f "$1"*
    PYTHONPATH=$HERE PYTHONDONTWRITEBYTECODE=1 python3 - "$1" <<'MAKE'
import sys
from pathlib import Path
from model.archive import Archive, Profile
from model.report import EditKind
from model.report_file import read_report_file
from resources import resource
report = read_report_file(resource("sample", "report.json")).report
archive = Archive.create(Path(sys.argv[1]), Profile(report.office, report.level))
archive.add_report(report, EditKind.IMPORT, "样例")
archive.close()
MAKE
}
edits() { python3 -c "import sqlite3, sys
print(sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True).execute('select count(*) from edit').fetchone()[0])" "$1"; }
type_a_figure() { # type_a_figure TITLE: in the first table of the window
    local window; window=$(windows "$1" | tail -1 || true)
    [ -n "$window" ] || return 0
    xdotool windowfocus "$window"; sleep 0.5
    xdotool key ctrl+3; sleep 1
    xdotool key --delay 150 Down Down 7 Return; sleep 2
}
