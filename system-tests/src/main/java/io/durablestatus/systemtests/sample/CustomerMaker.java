package io.durablestatus.systemtests.sample;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Makes customers no two of whom have the same name. */
final class CustomerMaker {
    private static final List<String> FIRST_NAMES =
            words("Ada Adam Agnes Ahmed Alba Amir Ana Anders Anouk Béla Bianca Björn"
                    + " Bruno Carla Carmen Chloé Clara Dario Diana Edgar Elif Emil Emma Enzo Erik Esther Fatima Felix Finn Flora"
                    + " Frank Gabriel Greta Hanna Hugo Ida Igor Ines Irene Ivan Jakob Jana João José Julia Karim Karl Katja Klara"
                    + " Laura Leon Lina Lucas Luis Mara Marie Mario Marta Max Mehmet Mia Milan Nadia Nils Nina Noah Nora Olga Omar"
                    + " Oscar Paula Pedro Petra Rafael Renée Rita Robert Rosa Ruth Samira Sara Sergio Sofia Stefan Tara Theo Tim"
                    + " Ulrike Vera Viktor Walter Xenia Yara Yusuf Zoe");
    private static final List<String> LAST_NAMES =
            words("Abel Aksoy Almeida Arnold Bach Bauer Becker Bergmann Blanc Brandt"
                    + " Carvalho Castillo Conrad Costa Dietrich Dubois Dupont Engel Evers Fabre Ferrari Fischer Fontaine Fuchs"
                    + " García Gerber Girard Graf Grimm Haas Hartmann Hassan Hoffmann Horvat Huber Iversen Jansen Jensen Kaiser"
                    + " Kaya Keller Klein Koch Kovač Kramer Krüger Lambert Lang Larsen Lehmann Lindner Lopez Ludwig Maier Marino"
                    + " Martin Mercier Meyer Moreau Moretti Müller Nagy Navarro Neumann Nielsen Novak O'Brien Olsen Ortega Otto"
                    + " Pereira Peters Petrov Pfeiffer Pohl Quist Ramos Richter Ricci Rossi Roth Rousseau Santos Sauer Schmidt"
                    + " Schneider Schulz Seidel Silva Simon Sommer Stein Svensson Thomas Torres Unger Vargas Vogel Voss Wagner"
                    + " Weber Weiss Winter Wolf Yilmaz Zander Ziegler");
    private static final List<String> STREETS =
            words("Acacia Amber Ash Beech Bell Birch Bridge Brook Canal Castle Cedar"
                    + " Chapel Cherry Church Clover College Copper Court Dock Elm Fair Falcon Farm Fern Field Forest Garden Grange"
                    + " Green Grove Harbour Hazel Heather High Hill Holly Iron Ivy Kings Lake Laurel Lime Linden Maple Market Meadow"
                    + " Mill Mint Moss Nettle North Oak Olive Orchard Park Pearl Pine Poplar Quarry Queens River Rose Sage Silver"
                    + " South Spring Station Stone Thistle Tower Union Valley Vine Walnut Water Willow Windmill Yew");
    private static final List<String> STREET_KINDS = List.of("Street", "Road", "Avenue", "Lane", "Square");
    private static final List<String> CITIES =
            words("Aachen Aarhus Antwerp Basel Bergen Bilbao Bologna Bordeaux Bratislava"
                    + " Bremen Bruges Brno Cologne Coimbra Cork Cádiz Debrecen Dresden Eindhoven Gdańsk Geneva Ghent Gothenburg Graz"
                    + " Hamburg Helsinki Innsbruck Kassel Krakow Leipzig Lille Linz Ljubljana Lyon Maastricht Málaga Malmö Mannheim"
                    + " Nantes Oulu Padua Porto Reims Riga Rostock Salzburg Seville Split Stuttgart Tallinn Tampere Trieste Turin"
                    + " Turku Utrecht Valencia Verona Vilnius Würzburg Zagreb");
    private static final List<String> MAIL_HOSTS = List.of(
            "example.com", "example.org", "example.net", "mail.example", "post.example", "home.example", "web.example");

    private final Random random;
    private final Set<String> names = new HashSet<>();

    CustomerMaker(Random random) {
        this.random = random;
    }

    Customer next() {
        String first;
        String last;
        do {
            first = any(FIRST_NAMES);
            last = any(LAST_NAMES);
        } while (!names.add(first + " " + last));
        return new Customer(first + " " + last, street(), any(CITIES), phone(), email(first, last));
    }

    private String street() {
        String street = (1 + random.nextInt(180)) + " " + any(STREETS) + " " + any(STREET_KINDS);
        return random.nextInt(12) == 0 ? "Flat " + (1 + random.nextInt(20)) + ", " + street : street;
    }

    private String phone() {
        return "0%d %03d %04d".formatted(20 + random.nextInt(80), random.nextInt(1_000), random.nextInt(10_000));
    }

    private String email(String first, String last) {
        String local = switch (random.nextInt(4)) {
            case 0 -> first + "." + last;
            case 1 -> first.charAt(0) + "." + last;
            case 2 -> last + (50 + random.nextInt(50));
            default -> first + last.charAt(0) + random.nextInt(100);
        };
        return ascii(local) + "@" + any(MAIL_HOSTS);
    }

    private static String ascii(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("[^A-Za-z0-9.]", "")
                .toLowerCase(Locale.ROOT);
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private static List<String> words(String words) {
        return List.of(words.split(" "));
    }
}
