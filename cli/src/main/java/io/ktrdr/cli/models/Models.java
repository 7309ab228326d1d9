package io.ktrdr.cli.models;

/** What both commands say. */
final class Models {
    static final String NONE =
            "No language model is configured: write 'models.yaml' into the home folder, or name a file in KTRDR_MODELS";

    private Models() {}
}
