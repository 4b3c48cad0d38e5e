package io.durablestatus.systemtests.sample;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One row of the list; an empty text is a field nobody filled. */
record Customer(String name, String street, String city, String phone, String email) {
    String csv() {
        return Stream.of(name, street, city, phone, email).map(Customer::cell).collect(Collectors.joining(","));
    }

    private static String cell(String value) {
        return value.contains(",") || value.contains("\"") ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    Customer withName(String changed) {
        return new Customer(changed, street, city, phone, email);
    }

    Customer withStreet(String changed) {
        return new Customer(name, changed, city, phone, email);
    }

    Customer withCity(String changed) {
        return new Customer(name, street, changed, phone, email);
    }

    Customer withPhone(String changed) {
        return new Customer(name, street, city, changed, email);
    }

    Customer withEmail(String changed) {
        return new Customer(name, street, city, phone, changed);
    }
}
