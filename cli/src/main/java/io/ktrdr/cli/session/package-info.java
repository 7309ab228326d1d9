/** What every command shares: global options, the services' clients, output, exit codes. */
@NullMarked
package io.ktrdr.cli.session;

import org.jspecify.annotations.NullMarked;
