package io.ktrdr.cli;

import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the build's own version. */
public class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = ConfigProvider.getConfig().getValue("quarkus.application.version", String.class);
        return new String[] {"ktrdr " + version};
    }
}
