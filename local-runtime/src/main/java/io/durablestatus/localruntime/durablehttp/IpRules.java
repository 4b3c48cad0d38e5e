package io.durablestatus.localruntime.durablehttp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/** Access restrictions of the site: with any rule at all, only addresses inside one of them may call. */
public final class IpRules {
    // why: a name would be looked up; only numbers may pass.
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private record Range(InetAddress network, int bits) {
        boolean contains(InetAddress caller) {
            byte[] expected = network.getAddress();
            byte[] address = caller.getAddress();
            if (address.length != expected.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((expected[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Range> ranges;

    /**
     * @param cidrs such as {@code 10.0.1.0/24} or a single address; empty admits everybody
     * @throws IllegalArgumentException naming the entry that is none
     */
    public IpRules(List<String> cidrs) {
        this.ranges = cidrs.stream().map(IpRules::parse).toList();
    }

    boolean admit(InetAddress caller) {
        return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(caller));
    }

    private static Range parse(String cidr) {
        String[] parts = cidr.strip().split("/", -1);
        try {
            if (parts.length > 2 || !NUMERIC.matcher(parts[0]).matches()) {
                throw new IllegalArgumentException(complaint(cidr));
            }
            InetAddress network = InetAddress.getByName(parts[0]);
            int width = network.getAddress().length * 8;
            int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : width;
            if (bits < 0 || bits > width) {
                throw new IllegalArgumentException(complaint(cidr));
            }
            return new Range(network, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException(complaint(cidr), e);
        }
    }

    private static String complaint(String cidr) {
        return "allowed IPs: '" + cidr + "' is no address and no CIDR range such as 10.0.1.0/24";
    }
}
