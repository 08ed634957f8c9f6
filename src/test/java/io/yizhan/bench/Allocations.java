package io.yizhan.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What the threads of another JVM have allocated, to the byte, as that JVM counts it: event loops, workers, timers. Asked by
 * the management agent of the JDK, whose own threads do not count.
 */
final class Allocations implements AutoCloseable {
    private static final Pattern AGENT = Pattern.compile("(RMI|JMX|Attach) .*");

    private final JMXConnector connector;
    private final ThreadMXBean threads;

    private Allocations(JMXConnector connector, ThreadMXBean threads) {
        this.connector = connector;
        this.threads = threads;
    }

    static Allocations of(long process) {
        try {
            var machine = VirtualMachine.attach(Long.toString(process));
            var address = machine.startLocalManagementAgent();
            machine.detach();
            var connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
            return new Allocations(
                    connector,
                    ManagementFactory.newPlatformMXBeanProxy(
                            connector.getMBeanServerConnection(),
                            ManagementFactory.THREAD_MXBEAN_NAME,
                            ThreadMXBean.class));
        } catch (AttachNotSupportedException | IOException refused) {
            throw new VoidRun("the JVM of a server does not tell what it allocates: " + refused);
        }
    }

    /** Bytes by thread. */
    PerThread<Long> count() {
        var ids = threads.getAllThreadIds();
        var infos = threads.getThreadInfo(ids);
        var bytes = threads.getThreadAllocatedBytes(ids);
        var counted = new HashMap<Long, Long>();
        for (int i = 0; i < ids.length; i++) {
            if (infos[i] != null
                    && bytes[i] >= 0
                    && !AGENT.matcher(infos[i].getThreadName()).matches()) {
                counted.put(ids[i], bytes[i]);
            }
        }
        return new PerThread<>(counted);
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException unclosable) {
            throw new UncheckedIOException(unclosable);
        }
    }
}
