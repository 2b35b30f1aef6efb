package io.meilibridge.pgtype;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Every type with values at its edges, and random ones where the form depends on the value.
final class TypeCases {

    /// What PostgreSQL's own conversion says; right for all that is a string, boolean, number or
    /// json anyway.
    private static final String OWN = "to_json(v)";

    private static final String AS_TEXT = "to_json(v::text)";
    private static final String AS_NUMBER = "v::text::json";
    private static final String FINITE = "CASE WHEN isfinite(v) THEN %s ELSE 'null'::json END";
    private static final String SPECIAL =
            "CASE WHEN v::text IN ('NaN', 'Infinity', '-Infinity') THEN 'null'::json ELSE %s END";

    private static final TypeOptions NUMERIC_AS_STRING =
            new TypeOptions(NumericForm.STRING, TimestampForm.ISO8601);
    private static final TypeOptions EPOCH =
            new TypeOptions(NumericForm.NUMBER, TimestampForm.EPOCH_MS);
    private static final String EPOCH_ORACLE =
            FINITE.formatted("floor(extract(epoch FROM v) * 1000)::bigint::text::json");

    /// The last one there is. PostgreSQL's own count of it, in `extract`, is rounded.
    private static final String LAST_MOMENT = "294276-12-31 23:59:59.999999";

    private static final int RANDOM_VALUES = 400;

    private TypeCases() {}

    static List<TypeCase> all(Random random) {
        List<TypeCase> cases = new ArrayList<>();
        cases.addAll(numbers(random));
        cases.addAll(texts());
        cases.addAll(times(random));
        cases.addAll(identifiersAndNetworks());
        cases.addAll(shapesAndRanges());
        cases.addAll(json());
        cases.addAll(ofUsers());
        return cases;
    }

    private static List<TypeCase> numbers(Random random) {
        TypeCase numeric =
                TypeCase.of(
                                "numeric",
                                SPECIAL.formatted(OWN),
                                "0",
                                "0.00",
                                "-0.5",
                                "1",
                                "10000",
                                "100000000",
                                "12345678901234567890.123456789012345678901234567890",
                                "0.0000000000000000000001",
                                "-9999.9999",
                                "1e300",
                                "-1.7976931348623157e308",
                                "NaN",
                                "Infinity",
                                "-Infinity")
                        .and(random(() -> "'" + decimal(random) + "'::numeric"));
        return List.of(
                TypeCase.of("bool", OWN, "t", "f"),
                TypeCase.of("int2", OWN, "0", "-1", "32767", "-32768"),
                TypeCase.of("int4", OWN, "0", "2147483647", "-2147483648"),
                TypeCase.of(
                        "int8",
                        OWN,
                        "0",
                        "9223372036854775807",
                        "-9223372036854775808",
                        "10",
                        "99"),
                TypeCase.of("oid", AS_NUMBER, "0", "4294967295"),
                TypeCase.of("xid", AS_NUMBER, "3", "4294967295"),
                TypeCase.of("cid", AS_NUMBER, "0", "4294967295"),
                TypeCase.of("xid8", AS_NUMBER, "3", "18446744073709551615"),
                floats("float4", random).and(random(() -> "'" + randomFloat(random) + "'::float4")),
                floats("float8", random)
                        .and(random(() -> "'" + randomDouble(random) + "'::float8"))
                        .and(List.of("'1.7976931348623157e308'::float8", "'5e-324'::float8")),
                numeric,
                numeric.as(NUMERIC_AS_STRING, SPECIAL.formatted(AS_TEXT)),
                TypeCase.of("numeric(12,4)", OWN, "0", "-1.5", "99999999.9999"),
                TypeCase.of(
                                "money",
                                "v::numeric::text::json",
                                "0",
                                "-1",
                                "1234.5",
                                "-0.05",
                                "92233720368547758.07",
                                "-92233720368547758.08")
                        .printedOtherwise());
    }

    private static TypeCase floats(String type, Random random) {
        List<String> round = new ArrayList<>();
        for (int exponent = -8; exponent <= 36; exponent++) {
            for (int digit = 1; digit <= 9; digit++) {
                round.add("'" + digit + "e" + exponent + "'::" + type);
                int tail = random.nextInt(100);
                round.add("'" + digit + "." + tail + "e" + exponent + "'::" + type);
            }
        }
        String[] edges = {
            "0",
            "-0",
            "1",
            "0.1",
            "-1.5",
            "123456",
            "1234567",
            "16777217",
            "33554432",
            "123456789012345",
            "999999999999999",
            "1e15",
            "1e-4",
            "1e-5",
            "9007199254740993",
            "1e-45",
            "2e-44",
            "1.1754944e-38",
            "3.4028235e38",
            "NaN",
            "Infinity",
            "-Infinity"
        };
        if (type.equals("float8")) {
            String[] tiny = {"1e-323", "2e-323", "1.5e-322", "4.4e-322", "2.2250738585072014e-308"};
            for (String value : tiny) {
                round.add("'" + value + "'::float8");
            }
        }
        return TypeCase.of(type, SPECIAL.formatted(OWN), edges).and(round);
    }

    private static List<TypeCase> texts() {
        String[] values = {
            "",
            " ",
            "plain",
            "a \"quoted\" \\ back\\slash / slash",
            "line\nfeed\r\ttab\b\f\u0001\u001f\u007f",
            "grüße, 日本語, 😀, \u2028\u2029\uFEFF",
            "NULL",
            "null",
            "{braces}",
            "a,b;c",
            "1234567\"",
            "12345678\"90",
            "ünicode12345678901234567890\n",
            "x".repeat(3000) + "\"" + "é".repeat(1000)
        };
        return List.of(
                TypeCase.of("text", OWN, values),
                TypeCase.of("varchar", OWN, values),
                TypeCase.of("citext", AS_TEXT, values),
                TypeCase.of("char(6)", OWN, "", "a", "é b", "abcdef"),
                TypeCase.of("name", OWN, "", "a name", "\"q\""),
                TypeCase.of("\"char\"", OWN, "", "a", "\"", "\\"),
                TypeCase.of("xml", OWN, "<a/>", "<a b=\"c\">text\n&amp;</a>", "just text"),
                TypeCase.of("bytea", "to_json(encode(v, 'hex'))", "", "\\x00ff10", "\\xdeadbeef"),
                TypeCase.of("bit(3)", OWN, "101", "000"),
                TypeCase.of("varbit", OWN, "", "1", "11111111", "101010101"),
                TypeCase.of("tsvector", OWN, "a b:1A 'it''s':2,3", ""),
                TypeCase.of("tsquery", OWN, "a & !b", "a <-> b"),
                TypeCase.of("jsonpath", OWN, "$.a[*] ? (@ > 1)"),
                TypeCase.of("refcursor", OWN, "portal \"1\""));
    }

    private static List<TypeCase> times(Random random) {
        String[] moments = {
            "2000-01-01 00:00:00",
            "1999-12-31 23:59:59.999999",
            "2024-02-29 13:37:00.123",
            "1970-01-01 00:00:00",
            "1969-12-31 23:59:59.9995",
            "0001-01-01 00:00:00",
            "0044-03-15 12:00:00.5 BC",
            "4714-11-24 00:00:00 BC",
            "9999-12-31 23:59:59.999999",
            "10000-01-01 00:00:00",
            "293000-12-31 23:59:59.999999",
            "infinity",
            "-infinity"
        };
        TypeCase timestamp =
                TypeCase.of("timestamp", FINITE.formatted(OWN), moments)
                        .and(random(() -> "timestamp " + moment(random)));
        String zoned = "to_json(replace(to_json(v) #>> '{}', '+00:00', 'Z'))";
        TypeCase timestamptz =
                TypeCase.of("timestamptz", FINITE.formatted(zoned), moments)
                        .and(List.of("'2024-01-31 13:37:00+05:30'::timestamptz"))
                        .and(random(() -> "timestamptz " + moment(random)));
        return List.of(
                TypeCase.of(
                                "date",
                                FINITE.formatted(AS_TEXT),
                                "2000-01-01",
                                "1999-12-31",
                                "2024-02-29",
                                "1900-03-01",
                                "0001-01-01",
                                "0001-12-31 BC",
                                "0005-02-29 BC",
                                "4714-11-24 BC",
                                "10000-01-01",
                                "5874897-12-31",
                                "infinity",
                                "-infinity")
                        .and(random(() -> "'2000-01-01'::date + " + day(random))),
                TypeCase.of(
                        "time",
                        AS_TEXT,
                        "00:00:00",
                        "13:37:00.123",
                        "23:59:59.999999",
                        "24:00:00",
                        "01:02:03.000001"),
                TypeCase.of(
                        "timetz",
                        AS_TEXT,
                        "00:00:00+00",
                        "13:37:00.12+05:30",
                        "24:00:00-12",
                        "01:02:03-15:59:59",
                        "01:02:03+15:59:59"),
                timestamp,
                TypeCase.of("timestamp", OWN, LAST_MOMENT),
                timestamp.as(EPOCH, EPOCH_ORACLE),
                timestamptz,
                timestamptz.as(EPOCH, EPOCH_ORACLE),
                TypeCase.of(
                                "interval",
                                FINITE.formatted(AS_TEXT),
                                "0",
                                "1 year 2 months -3 days 04:05:06.789",
                                "-1 year -2 months",
                                "-00:00:00.5",
                                "00:00:59.000001",
                                "-25:00:00",
                                "1 day -24:00:00",
                                "11 months",
                                "-23 months 400 days",
                                "178000000 years")
                        .and(random(() -> interval(random))));
    }

    private static List<TypeCase> identifiersAndNetworks() {
        return List.of(
                TypeCase.of(
                        "uuid",
                        OWN,
                        "00000000-0000-0000-0000-000000000000",
                        "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"),
                TypeCase.of(
                        "inet",
                        OWN,
                        "192.168.0.1",
                        "192.168.0.1/24",
                        "0.0.0.0/0",
                        "::",
                        "::1",
                        "::1/64",
                        "::ffff:1.2.3.4",
                        "::1.2.3.4",
                        "::ffff:0:1.2.3.4",
                        "2001:db8::8:800:200c:417a",
                        "1:0:0:2:0:0:0:3",
                        "1:0:0:2:3:0:0:4",
                        "1:0:2:3:4:5:6:7",
                        "1:2:3:4:5:6:0:0",
                        "fe80::/10",
                        "0:0:1::"),
                TypeCase.of("cidr", OWN, "10.0.0.0/8", "1.2.3.4/32", "::/0", "2001:db8::/32"),
                TypeCase.of("macaddr", OWN, "08:00:2b:01:02:ff"),
                TypeCase.of("macaddr8", OWN, "08:00:2b:01:02:03:04:ff"),
                TypeCase.of("pg_lsn", OWN, "0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF"),
                TypeCase.of("tid", OWN, "(0,1)", "(4294967295,65535)"),
                TypeCase.of("regclass", AS_TEXT, "pg_class"),
                TypeCase.of("regtype", AS_TEXT, "int4", "int4[]"),
                TypeCase.of("regproc", AS_TEXT, "now"),
                TypeCase.of("regrole", AS_TEXT, "postgres"),
                TypeCase.of("regnamespace", AS_TEXT, "public"),
                TypeCase.of("pg_snapshot", AS_TEXT, "10:20:10,14,15"),
                TypeCase.of("txid_snapshot", AS_TEXT, "10:20:10,14,15"),
                TypeCase.of("aclitem", AS_TEXT, "postgres=r/postgres"),
                TypeCase.of("int2vector", OWN, "", "1", "1 -2 3"),
                TypeCase.of("oidvector", "array_to_json(v::int8[])", "", "1", "1 4294967295"));
    }

    private static List<TypeCase> shapesAndRanges() {
        return List.of(
                TypeCase.of("point", AS_TEXT, "(1,2)", "(-0.1,1e20)", "(NaN,Infinity)"),
                TypeCase.of("line", AS_TEXT, "{1,-1,0.5}"),
                TypeCase.of("lseg", AS_TEXT, "[(0,0),(1.5,1)]"),
                TypeCase.of("box", AS_TEXT, "((1,2),(3,4))"),
                TypeCase.of("path", AS_TEXT, "((0,0),(1,1),(2,0))", "[(0,0),(1,1)]"),
                TypeCase.of("polygon", AS_TEXT, "((0,0),(1,1),(2,0))"),
                TypeCase.of("circle", AS_TEXT, "<(1,2),3.5>"),
                TypeCase.of("int4range", AS_TEXT, "[1,5)", "(,3)", "[3,)", "(,)", "empty"),
                TypeCase.of("int8range", AS_TEXT, "[-5,9223372036854775807)"),
                TypeCase.of("numrange", AS_TEXT, "[1.50,2]", "(-1,NaN)", "empty"),
                TypeCase.of(
                        "daterange", AS_TEXT, "[2024-01-01,2024-02-01)", "[2024-01-01,infinity)"),
                TypeCase.of(
                        "tsrange",
                        AS_TEXT,
                        "[2024-01-01 00:00,2024-02-01 12:30:00.5)",
                        "(,infinity]"),
                TypeCase.of("tstzrange", AS_TEXT, "[2024-01-01 00:00+02,)", "empty"),
                TypeCase.of("int4multirange", AS_TEXT, "{}", "{[1,3),[5,9)}", "{(,)}"),
                TypeCase.of("int8multirange", AS_TEXT, "{[1,3)}"),
                TypeCase.of("nummultirange", AS_TEXT, "{[1.5,2],(3,)}"),
                TypeCase.of("datemultirange", AS_TEXT, "{[2024-01-01,2024-02-01)}"),
                TypeCase.of("tsmultirange", AS_TEXT, "{[2024-01-01,2024-02-01 01:02:03]}"),
                TypeCase.of("tstzmultirange", AS_TEXT, "{[2024-01-01,2024-02-01),[2025-01-01,)}"));
    }

    private static List<TypeCase> json() {
        String[] values = {
            "null",
            "true",
            "-1.50",
            "1e5",
            "\"text \\\" \\\\ \\u00e9 \\ud83d\\ude00 \\n\"",
            "[]",
            "{}",
            "[1, [2, [3, {\"a\": null}]], \"x\"]",
            " {\"b\": 1,\n\t\"a\" : { \"c\" : [ ] } ,\r\n \"é\": \"日本語 with spaces\"} ",
            "123456789012345678901234567890.123",
            "[".repeat(125) + "]".repeat(125)
        };
        String[] plainOnly = {"{\"a\": 1, \"a\": 2}", "\"\\/ \\b \\f \\u001f\""};
        return List.of(
                TypeCase.of("json", "v", values)
                        .and(Stream.of(plainOnly).map(TypeCases::json).toList()),
                TypeCase.of("jsonb", "v::text::json", values),
                TypeCase.of(
                        "hstore",
                        "hstore_to_json(v)",
                        "",
                        "a=>1",
                        "a=>NULL, b=>\"NULL\", \"c \\\"d\\\" \\\\ e\"=>\"f, g=>\\\"\"",
                        "\"\"=>\"\", é=>日本語"));
    }

    private static String json(String text) {
        return TypeCase.literal(text) + "::json";
    }

    private static List<TypeCase> ofUsers() {
        return List.of(
                TypeCase.of("int4[]", OWN, "{}", "[0:1]={1,NULL}", "[-1:0][2:2]={{1},{2}}"),
                TypeCase.of(
                        "text[]", OWN, "{\"a\\\"b\",\"NULL\",NULL,\"\\\\\",\" \",\"{},\",\"\"}"),
                TypeCase.of("mood", AS_TEXT, "sad", "so \"so\"", "happy, NULL"),
                TypeCase.of("pair", AS_TEXT, "(1,x)", "(,\"a \"\"b\"\" \\\\ c\")"),
                TypeCase.of("positive", "to_json(v::int4)", "1", "2147483647"),
                TypeCase.of("numbers", "to_json(v::int4[])", "{1,NULL,3}", "{{1,2},{3,4}}"),
                TypeCase.of("amount", "to_json(v::numeric)", "1.50"),
                TypeCase.of("span", AS_TEXT, "[1.5,2.5)"));
    }

    private static List<String> random(Supplier<String> value) {
        return IntStream.range(0, RANDOM_VALUES).mapToObj(i -> value.get()).toList();
    }

    private static String decimal(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
        int whole = 1 + random.nextInt(40);
        int zeros = random.nextInt(20);
        for (int i = 0; i < whole; i++) {
            text.append(i > whole - zeros ? 0 : random.nextInt(10));
        }
        text.append('.');
        for (int i = random.nextInt(40); i >= 0; i--) {
            text.append(random.nextInt(3) == 0 ? random.nextInt(10) : 0);
        }
        return text.toString();
    }

    private static float randomFloat(Random random) {
        float value = Float.intBitsToFloat(random.nextInt());
        return Float.isFinite(value) ? value : 1f;
    }

    private static double randomDouble(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : 1;
    }

    private static String day(Random random) {
        return String.valueOf(random.nextInt(4_000_000) - 2_000_000);
    }

    /// Within some 5,000 years around 2000.
    private static String moment(Random random) {
        return "'2000-01-01' + make_interval(days => "
                + day(random)
                + ", secs => "
                + random.nextInt(86_400_000) / 1000.0
                + ")";
    }

    private static String interval(Random random) {
        return "make_interval(months => "
                + (random.nextInt(200) - 100)
                + ", days => "
                + (random.nextInt(200) - 100)
                + ", secs => "
                + (random.nextInt(2_000_000_000) - 1_000_000_000) / 1000.0
                + ")";
    }
}
