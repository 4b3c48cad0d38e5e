package io.durablestatus.localruntime.functionhost.staged;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads the app from its own jars only. From the host it sees the JDK and the types both sides speak with, {@code
 * com.microsoft.azure.functions.*}, which the Java worker also brings itself; none of the host's libraries.
 */
public final class PackageClassLoader extends URLClassLoader {
    private static final String SHARED = "com.microsoft.azure.functions.";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host = PackageClassLoader.class.getClassLoader();

    public PackageClassLoader(List<Path> jars) {
        super(
                "function-package",
                jars.stream().map(PackageClassLoader::url).toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(SHARED)) {
            try {
                return host.loadClass(name);
            } catch (ClassNotFoundException e) {
                // A newer functions library in the package may have types that the host's does not.
                return super.loadClass(name, resolve);
            }
        }
        return super.loadClass(name, resolve);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(jar.toString(), e);
        }
    }
}
