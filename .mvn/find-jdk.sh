# Finds a JDK 25 and exports JAVA_HOME; sourced by ./mvnw and ./ktrdr. POSIX sh.
# Looked at in this order: JAVA_HOME, the javac on the PATH, the usual install folders.
# Prints one line and returns 1 where there is none.

ktrdr_java_release=25

# is_wanted_jdk DIR: true when DIR holds a JDK (not a JRE) of the wanted release.
is_wanted_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
        grep -q "^JAVA_VERSION=\"${ktrdr_java_release}[\".+]" "$1/release"
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && is_wanted_jdk "$JAVA_HOME"; then
        return 0
    fi
    ktrdr_javac=$(command -v javac 2>/dev/null) &&
        ktrdr_javac=$(readlink -f "$ktrdr_javac" 2>/dev/null || printf '%s' "$ktrdr_javac") &&
        ktrdr_candidate=$(dirname "$(dirname "$ktrdr_javac")") &&
        is_wanted_jdk "$ktrdr_candidate" && {
        JAVA_HOME=$ktrdr_candidate
        export JAVA_HOME
        return 0
    }
    for ktrdr_candidate in \
        /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* /opt/graalvm* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
        "$HOME"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if is_wanted_jdk "$ktrdr_candidate"; then
            JAVA_HOME=$ktrdr_candidate
            export JAVA_HOME
            return 0
        fi
    done
    echo "ktrdr needs a JDK ${ktrdr_java_release}: install one (for example Eclipse Temurin ${ktrdr_java_release}) or point JAVA_HOME at it." >&2
    return 1
}

find_jdk
