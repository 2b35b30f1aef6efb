package io.meilibridge.dev.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What happens in the shop: its first rows, which are there before anybody streams, and, once
/// somebody does, one or two changes a second until [#close]. Its tables stay small, and it never
/// touches a row that it has not inserted itself. One thread, owned by this.
public final class ShopLife implements AutoCloseable {

    /// The last of the first rows, for people to look for.
    public static final String ANNOUNCED =
            "INSERT INTO products (name, price, tags, attributes) VALUES ('Blue enamel moka pot',"
                    + " 24.90, '{coffee,gift}', '{\"cups\": 6}')";

    static final int CUSTOMERS = 100;
    static final int PRODUCTS = 200;
    static final int ORDERS = 300;

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final long PAUSE_MILLIS_MIN = 400;
    private static final long PAUSE_MILLIS_MAX = 1000;

    private final ShopDatabase database;
    private final RandomGenerator random;
    private final Assortment assortment;
    private final List<Long> customers = new ArrayList<>();
    private final List<Long> products = new ArrayList<>();
    private final List<Long> orders = new ArrayList<>();
    private @Nullable Long leaving;
    private final Thread thread = Thread.ofPlatform().name("shop").daemon().unstarted(this::live);
    private volatile boolean closed;

    private ShopLife(ShopDatabase database, RandomGenerator random) {
        this.database = database;
        this.random = random;
        this.assortment = new Assortment(random);
    }

    /// Returns when the first rows are in the tables.
    public static ShopLife start(ShopDatabase database, RandomGenerator random)
            throws SQLException {
        ShopLife life = new ShopLife(database, random);
        life.open();
        life.thread.start();
        return life;
    }

    private void live() {
        try (Connection connection = database.connect()) {
            ShopRows rows = new ShopRows(connection);
            while (!rows.isStreamed()) {
                Thread.sleep(LOOK_EVERY);
            }
            while (!closed) {
                Thread.sleep(random.nextLong(PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX));
                change(rows);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (SQLException failure) {
            if (!closed) {
                throw new IllegalStateException("The demo shop stands still.", failure);
            }
        }
    }

    /// The first rows, in one transaction.
    private void open() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            open(new ShopRows(connection));
            connection.commit();
        }
    }

    private void open(ShopRows rows) throws SQLException {
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.add(rows.insert(assortment.customer()));
        }
        for (int i = 0; i < PRODUCTS; i++) {
            products.add(rows.insert(assortment.product()));
        }
        for (int i = 0; i < ORDERS; i++) {
            order(rows);
        }
        rows.execute(ANNOUNCED);
    }

    private void change(ShopRows rows) throws SQLException {
        switch (random.nextInt(10)) {
            case 0 -> replaceCustomer(rows);
            case 1 -> replaceProduct(rows);
            case 2, 3, 4 -> order(rows);
            case 5, 6 -> advanceOrder(rows);
            case 7 -> update(rows, "price = ?::numeric", assortment.price());
            case 8 -> update(rows, "stock = ?", random.nextInt(200));
            default -> update(rows, "published = NOT published", null);
        }
    }

    private void order(ShopRows rows) throws SQLException {
        long customer = assortment.one(customers);
        long product = assortment.one(products);
        orders.add(rows.insertOrder(customer, product, 1 + random.nextInt(5)));
        if (orders.size() > ORDERS) {
            rows.execute("DELETE FROM orders WHERE id = ?", orders.removeFirst());
        }
    }

    private void advanceOrder(ShopRows rows) throws SQLException {
        rows.execute(
                "UPDATE orders SET status = CASE status WHEN 'placed' THEN 'paid'"
                        + " WHEN 'paid' THEN 'sent' ELSE 'delivered' END WHERE id = ?",
                assortment.one(orders));
    }

    private void update(ShopRows rows, String assignment, @Nullable Object value)
            throws SQLException {
        String sql = "UPDATE products SET " + assignment + ", updated_at = now() WHERE id = ?";
        long product = assortment.one(products);
        if (value == null) {
            rows.execute(sql, product);
        } else {
            rows.execute(sql, value, product);
        }
    }

    /// One comes and the oldest is marked as deleted, after who was marked before has gone for
    /// good.
    private void replaceCustomer(ShopRows rows) throws SQLException {
        customers.add(rows.insert(assortment.customer()));
        if (leaving != null) {
            rows.execute("DELETE FROM customers WHERE id = ?", leaving);
        }
        leaving = customers.removeFirst();
        rows.execute("UPDATE customers SET deleted_at = now() WHERE id = ?", leaving);
    }

    /// Orders of the product that goes, go with it.
    private void replaceProduct(ShopRows rows) throws SQLException {
        products.add(rows.insert(assortment.product()));
        rows.execute("DELETE FROM products WHERE id = ?", products.removeFirst());
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
