package io.durablestatus.systemtests.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Makes of a customer what a second clerk would have typed: one to three fields differ, at most one is missing. */
final class Spoiler {
    private static final int MOST_CHANGES = 3;

    private final Random random;
    private final List<UnaryOperator<Customer>> changes = List.of(
            customer -> customer.withName(typo(customer.name())),
            customer -> customer.withName(swapWords(customer.name())),
            customer -> customer.withStreet(typo(customer.street())),
            customer -> customer.withStreet(shorten(customer.street())),
            customer -> customer.withCity(typo(customer.city())),
            customer -> customer.withCity(customer.city().toUpperCase(Locale.ROOT)),
            customer -> customer.withPhone(customer.phone().replace(" ", "-")),
            customer -> customer.withPhone(typo(customer.phone())),
            customer -> customer.withEmail(typo(customer.email())));
    private final List<UnaryOperator<Customer>> losses = List.of(
            customer -> customer.withCity(""), customer -> customer.withPhone(""), customer -> customer.withEmail(""));

    Spoiler(Random random) {
        this.random = random;
    }

    Customer spoil(Customer customer) {
        List<UnaryOperator<Customer>> chosen = new ArrayList<>(changes);
        Collections.shuffle(chosen, random);
        int changed = 1 + random.nextInt(MOST_CHANGES);
        Customer spoilt = customer;
        for (UnaryOperator<Customer> change : chosen.subList(0, changed)) {
            spoilt = change.apply(spoilt);
        }
        return random.nextInt(4) == 0
                ? losses.get(random.nextInt(losses.size())).apply(spoilt)
                : spoilt;
    }

    /** One slip of the hand: a letter left out, doubled, or changed places with the next. */
    private String typo(String text) {
        if (text.length() < 3) {
            return text;
        }
        int at = 1 + random.nextInt(text.length() - 2);
        String before = text.substring(0, at);
        char letter = text.charAt(at);
        String after = text.substring(at + 1);
        return switch (random.nextInt(3)) {
            case 0 -> before + after;
            case 1 -> before + letter + letter + after;
            default -> before + after.charAt(0) + letter + after.substring(1);
        };
    }

    private static String swapWords(String name) {
        int space = name.indexOf(' ');
        return space < 0 ? name : name.substring(space + 1) + ", " + name.substring(0, space);
    }

    private static String shorten(String street) {
        return street.replace("Street", "St.")
                .replace("Road", "Rd.")
                .replace("Avenue", "Ave.")
                .replace("Square", "Sq.");
    }
}
