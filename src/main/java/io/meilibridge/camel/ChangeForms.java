package io.meilibridge.camel;

import io.meilibridge.event.ChangeBatch;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.MappingException;
import io.meilibridge.step.TaskSteps;
import io.meilibridge.step.form.RowMaps;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.camel.Exchange;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;
import org.jspecify.annotations.Nullable;

/// The forms of a body of changes, as Camel's type converters: whatever step asks for a list gets
/// maps, whatever asks for text or bytes gets JSON; and from either form the changes come back.
/// Without an exchange that carries changes there is nothing to convert with.
final class ChangeForms {

    private ChangeForms() {}

    static void register(TypeConverterRegistry registry) {
        to(registry, List.class, TaskSteps::rows);
        to(registry, byte[].class, TaskSteps::json);
        to(
                registry,
                String.class,
                (steps, events) -> new String(steps.json(events), StandardCharsets.UTF_8));
        to(
                registry,
                InputStream.class,
                (steps, events) -> new ByteArrayInputStream(steps.json(events)));
        for (Class<?> form : List.of(List.class, byte[].class, String.class, InputStream.class)) {
            registry.addTypeConverter(
                    ChangeBatch.class,
                    form,
                    new SimpleTypeConverter(
                            false,
                            (_, exchange, value) ->
                                    exchange == null
                                            ? null
                                            : read(Carriage.required(exchange), exchange, value)));
        }
    }

    private static void to(
            TypeConverterRegistry registry,
            Class<?> form,
            BiFunction<TaskSteps, List<io.meilibridge.event.ChangeEvent>, Object> writing) {
        registry.addTypeConverter(
                form,
                ChangeBatch.class,
                new SimpleTypeConverter(
                        false,
                        (_, exchange, value) ->
                                exchange == null
                                        ? null
                                        : write(Carriage.required(exchange), value, writing)));
    }

    private static Object write(
            Carriage carriage,
            Object value,
            BiFunction<TaskSteps, List<io.meilibridge.event.ChangeEvent>, Object> writing) {
        return writing.apply(carriage.task().steps(), ((ChangeBatch) value).events());
    }

    /// The changes that a body stands for.
    ///
    /// @param body a list, or JSON
    /// @throws MappingException when it is neither, or cannot be taken back
    static ChangeBatch read(Carriage carriage, Exchange exchange, @Nullable Object body) {
        ChangeBatch given = carriage.given();
        List<?> left =
                body instanceof List<?> list ? list : RowMaps.list(bytes(carriage, exchange, body));
        return given.with(carriage.task().steps().edited(given.events(), left));
    }

    private static byte[] bytes(Carriage carriage, Exchange exchange, @Nullable Object body) {
        byte[] bytes =
                body == null
                        ? null
                        : exchange.getContext()
                                .getTypeConverter()
                                .tryConvertTo(byte[].class, exchange, body);
        if (bytes == null) {
            throw new MappingException(
                    ErrorCode.ROUTE_ROWS_UNUSABLE,
                    "Cannot take back what a step of the route of task '"
                            + carriage.task().id()
                            + "' has left in the body: expected a list of maps or JSON, got "
                            + (body == null ? "nothing" : body.getClass().getSimpleName())
                            + ".",
                    "Keep the rows aside with 'setProperty' while the body is needed for something"
                            + " else, and put them back with 'setBody'. See docs/routes.md.");
        }
        return bytes;
    }
}
