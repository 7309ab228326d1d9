#!/bin/sh
# Installs a release of ktrdr for one user, upgrades it, or takes it away again.
set -eu

version='@VERSION@'
from=
prefix=
action=install
work=
unpacked=

usage() {
    cat <<'END'
Usage: install.sh [--prefix DIR] [--version V] [--from DIR-or-URL]
       install.sh --uninstall [--prefix DIR]

  --prefix DIR   where to: DIR/bin/ktrdr and DIR/lib/ktrdr/VERSION; default ~/.local
  --version V    which one; default: the one that this install.sh came with
  --from WHERE   a folder, or an https address, with the archive and its .sha256; default: beside install.sh
  --uninstall    takes away the command and all its versions; data stay where they are
END
}

fail() {
    echo "install.sh: $*" >&2
    exit 1
}

clean_up() {
    if [ -n "$work" ]; then rm -rf "$work"; fi
    if [ -n "$unpacked" ]; then
        # interrupted between taking the old files away and putting the new ones there
        if [ -d "$unpacked/replaced" ] && [ ! -e "$place" ]; then mv "$unpacked/replaced" "$place"; fi
        rm -rf "$unpacked"
    fi
}

has() {
    command -v "$1" >/dev/null 2>&1
}

value_of() {
    [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs a value; --help says more"
    printf '%s\n' "$2"
}

read_arguments() {
    while [ $# -gt 0 ]; do
        case $1 in
        --prefix)
            prefix=$(value_of "$@")
            shift 2
            ;;
        --version)
            version=$(value_of "$@")
            shift 2
            ;;
        --from)
            from=$(value_of "$@")
            shift 2
            ;;
        --uninstall)
            action=uninstall
            shift
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        *) fail "there is no '$1'; --help says what there is" ;;
        esac
    done
    if [ -z "$prefix" ]; then
        [ -n "${HOME:-}" ] || fail "HOME is not set: say where to with --prefix"
        prefix=$HOME/.local
    fi
    case $prefix in
    /*) ;;
    *) prefix=$(pwd)/$prefix ;;
    esac
    prefix=${prefix%/}
    versions=$prefix/lib/ktrdr
    command=$prefix/bin/ktrdr
    completion=$prefix/share/bash-completion/completions/ktrdr
}

# The platforms' names are those of the archives.
find_platform() {
    case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=osx ;;
    *) fail "no ktrdr for $(uname -s): only for Linux and macOS" ;;
    esac
    case $(uname -m) in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=aarch_64 ;;
    *) fail "no ktrdr for $(uname -m): only for x86-64 and 64-bit ARM" ;;
    esac
    if [ $system = linux ] && ldd --version 2>&1 | grep -qi musl; then
        fail "no ktrdr for Linux with musl (Alpine and others): it needs glibc"
    fi
    platform=$system-$machine
}

is_ours() {
    [ -h "$command" ] && case $(readlink "$command") in
    ../lib/ktrdr/*) true ;;
    *) false ;;
    esac
}

leave_strangers_alone() {
    if [ -e "$command" ] || [ -h "$command" ]; then
        is_ours || fail "$command is there already and not from here: take it away, or choose another --prefix"
    fi
}

fetch() {
    if has curl; then
        curl -fsSL --proto '=https' -o "$2" "$1" || fail "cannot fetch $1"
    elif has wget; then
        wget -q -O "$2" "$1" || fail "cannot fetch $1"
    else
        fail "fetching needs curl or wget"
    fi
}

# Sets archive and checksum to files on this machine.
find_archive() {
    name=ktrdr-$version-$platform.tar.gz
    case $from in
    https://*)
        work=$(mktemp -d)
        fetch "${from%/}/$name.sha256" "$work/$name.sha256"
        fetch "${from%/}/$name" "$work/$name"
        source=$work
        ;;
    *://*) fail "--from takes a folder or an https address, not $from" ;;
    *) source=${from:-$(dirname "$0")} ;;
    esac
    archive=$source/$name
    for file in "$archive" "$archive.sha256"; do
        [ -f "$file" ] || fail "$file is not there: say with --from where it is, or with --version which one"
    done
}

verify() {
    expected=$(cut -d ' ' -f 1 "$archive.sha256")
    if has sha256sum; then
        actual=$(sha256sum <"$archive")
    elif has shasum; then
        actual=$(shasum -a 256 <"$archive")
    else
        fail "checking the archive needs sha256sum or shasum"
    fi
    actual=${actual%% *}
    [ "$expected" = "$actual" ] ||
        fail "$archive is damaged or was changed: its SHA-256 is $actual, not $expected; nothing was installed"
}

# Beside its place, so that nothing but a complete version ever gets there.
unpack() {
    mkdir -p "$versions" "$prefix/bin" 2>/dev/null && [ -w "$versions" ] && [ -w "$prefix/bin" ] ||
        fail "cannot write into $prefix: choose another --prefix"
    unpacked=$(mktemp -d "$versions/.unpack.XXXXXX")
    tar -xz -o -f "$archive" -C "$unpacked" || fail "cannot unpack $archive; nothing was installed"
    new=$unpacked/ktrdr-$version-$platform
    [ -x "$new/bin/ktrdr" ] || fail "$archive has no ktrdr-$version-$platform/bin/ktrdr; nothing was installed"
    says=$("$new/bin/ktrdr" --version 2>&1) ||
        fail "ktrdr does not run on this machine, nothing was installed; it says: $(printf '%s' "$says" | head -n 1)"
    printf '%s\n' "$actual" >"$new/.sha256"
}

# A version that is there already and the same stays untouched: it may be running.
put_in_place() {
    place=$versions/$version
    if [ -d "$place" ] && [ "$(cat "$place/.sha256" 2>/dev/null)" = "$actual" ]; then
        return
    fi
    if [ -e "$place" ]; then
        mv "$place" "$unpacked/replaced"
    fi
    mv "$new" "$place"
}

# Replaced in one step: there is always a command.
link_command() {
    ln -s "../lib/ktrdr/$version/bin/ktrdr" "$unpacked/link"
    mv -f "$unpacked/link" "$command"
}

write_completion() {
    mkdir -p "$(dirname "$completion")" 2>/dev/null &&
        "$command" generate-completion >"$unpacked/completion" 2>/dev/null &&
        mv -f "$unpacked/completion" "$completion"
}

report() {
    echo "ktrdr $version is installed: $command"
    case ":${PATH:-}:" in
    *":$prefix/bin:"*) ;;
    *) echo "It is not on the PATH yet: export PATH=\"$prefix/bin:\$PATH\"" ;;
    esac
    if [ -f "$completion" ]; then
        echo "Completion: bash with bash-completion finds it by itself where the prefix is ~/.local or /usr/local; otherwise, and in zsh:"
        echo "  source \"$completion\"     # zsh, before: autoload -U +X bashcompinit && bashcompinit"
    fi
    for other in "$versions"/*; do
        if [ "$other" != "$versions/$version" ]; then
            echo "Still there, for what runs from it: $other"
            echo "  'ktrdr down' and 'ktrdr up' go over to $version; then it may be deleted"
        fi
    done
}

install() {
    for tool in tar gzip mktemp; do
        has $tool || fail "$tool is needed and not there"
    done
    case $version in
    @*) fail "this install.sh is not from a release: say which one with --version" ;;
    */* | .*) fail "'$version' is no version" ;;
    esac
    find_platform
    leave_strangers_alone
    find_archive
    verify
    unpack
    put_in_place
    link_command
    write_completion || true
    report
}

uninstall() {
    if [ ! -d "$versions" ] && ! is_ours; then
        echo "ktrdr is not installed in $prefix"
        return
    fi
    # what runs names its files without links
    real=$(cd "$versions" 2>/dev/null && pwd -P) || real=$versions
    case $(ps -A -ww -o args= 2>/dev/null) in
    *"$real/"*) fail "ktrdr is running from $versions: 'ktrdr down' first" ;;
    esac
    if is_ours; then
        rm -f "$command" "$completion" || fail "no permission to take $command away"
    fi
    rm -rf "$versions" || fail "no permission to take $versions away"
    echo "ktrdr is uninstalled from $prefix; data (usually ~/.ktrdr) are where they were"
}

main() {
    read_arguments "$@"
    trap clean_up EXIT
    trap 'exit 130' HUP INT TERM
    $action
}

main "$@"
