package io.meilibridge.dev.shop;

import java.util.List;
import java.util.random.RandomGenerator;

/// Made-up customers and products.
final class Assortment {

    private static final List<String> FIRST_NAMES =
            List.of(
                    "Ada", "Björn", "Chiara", "Dmitri", "Elif", "Farid", "Grace", "Hiroshi",
                    "Inés");
    private static final List<String> LAST_NAMES =
            List.of("Almeida", "Brandt", "Costa", "Dubois", "Eriksen", "Fischer", "García", "Sato");
    private static final List<String> COUNTRIES = List.of("BR", "DE", "ES", "FR", "IT", "JP", "NO");

    private static final List<String> COLORS =
            List.of("black", "white", "red", "green", "copper", "yellow");
    private static final List<String> MATERIALS =
            List.of("steel", "glass", "walnut", "porcelain", "bamboo", "cast iron");
    private static final List<String> THINGS =
            List.of(
                    "kettle", "teapot", "mug", "grinder", "tray", "scale", "spoon", "jug",
                    "filter");
    private static final List<String> TAGS =
            List.of("kitchen", "coffee", "tea", "gift", "sale", "handmade", "new");

    private final RandomGenerator random;

    Assortment(RandomGenerator random) {
        this.random = random;
    }

    record Customer(String firstName, String lastName, String email, String country) {}

    /// @param price decimal text
    /// @param attributes a JSON object
    record Product(
            String name,
            String description,
            String price,
            int stock,
            List<String> tags,
            String attributes) {}

    Customer customer() {
        String firstName = one(FIRST_NAMES);
        String lastName = one(LAST_NAMES);
        String email = "customer" + random.nextInt(1_000_000) + "@example.org";
        return new Customer(firstName, lastName, email, one(COUNTRIES));
    }

    Product product() {
        String color = one(COLORS);
        String material = one(MATERIALS);
        String thing = one(THINGS);
        String name =
                Character.toUpperCase(color.charAt(0))
                        + color.substring(1)
                        + " "
                        + material
                        + " "
                        + thing;
        String attributes =
                "{\"color\": \"%s\", \"material\": \"%s\", \"weight_grams\": %d}"
                        .formatted(color, material, 50 + random.nextInt(2000));
        return new Product(
                name,
                "A " + thing + " of " + material + ", made to last.",
                price(),
                random.nextInt(200),
                List.of(one(TAGS), one(TAGS)).stream().distinct().toList(),
                attributes);
    }

    String price() {
        return (1 + random.nextInt(150)) + "." + (10 + random.nextInt(90));
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
