package io.ktrdr.cli.local;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ktrdr.contracts.WireName;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a program is built as. */
@RegisterForReflection
enum ProgramForm {
    NATIVE("as native executables", "./mvnw package -Dnative -DskipTests (a GraalVM 25 in GRAALVM_HOME)"),
    JVM("on the JVM", "./mvnw package -DskipTests");

    private final String inWords;
    private final String howToBuild;

    ProgramForm(String inWords, String howToBuild) {
        this.inWords = inWords;
        this.howToBuild = howToBuild;
    }

    @JsonCreator
    static ProgramForm of(String name) {
        return WireName.parse(ProgramForm.class, name);
    }

    @JsonValue
    String wireName() {
        return WireName.of(this);
    }

    /** Of this very process. */
    static ProgramForm own() {
        return ImageMode.current().isNativeImage() ? NATIVE : JVM;
    }

    String inWords() {
        return inWords;
    }

    String howToBuild() {
        return howToBuild;
    }
}
