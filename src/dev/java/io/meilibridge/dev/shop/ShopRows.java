package io.meilibridge.dev.shop;

import io.meilibridge.dev.shop.Assortment.Customer;
import io.meilibridge.dev.shop.Assortment.Product;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The statements of the shop, one transaction each unless the connection says otherwise.
final class ShopRows {

    private final Connection connection;

    ShopRows(Connection connection) {
        this.connection = connection;
    }

    /// Whether anybody streams this database's changes.
    boolean isStreamed() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT count(*) > 0 FROM pg_replication_slots"
                                        + " WHERE active AND database = current_database()");
                ResultSet rows = statement.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    long insert(Customer customer) throws SQLException {
        return id(
                "INSERT INTO customers (first_name, last_name, email, country)"
                        + " VALUES (?, ?, ?, ?) RETURNING id",
                customer.firstName(),
                customer.lastName(),
                customer.email(),
                customer.country());
    }

    long insert(Product product) throws SQLException {
        return id(
                "INSERT INTO products (name, description, price, stock, tags, attributes)"
                        + " VALUES (?, ?, ?::numeric, ?, ?, ?::jsonb) RETURNING id",
                product.name(),
                product.description(),
                product.price(),
                product.stock(),
                product.tags().toArray(String[]::new),
                product.attributes());
    }

    long insertOrder(long customer, long product, int quantity) throws SQLException {
        return id(
                "INSERT INTO orders (customer_id, product_id, quantity)"
                        + " VALUES (?, ?, ?) RETURNING id",
                customer,
                product,
                quantity);
    }

    private long id(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("No id from " + sql);
            }
            return rows.getLong(1);
        }
    }

    void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            statement.execute();
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
