package io.meilibridge.pgtype;

import io.meilibridge.pgtype.nested.JsonCodec;
import io.meilibridge.pgtype.nested.RangeCodec;
import io.meilibridge.pgtype.nested.VectorCodec;
import io.meilibridge.pgtype.scalar.BitCodec;
import io.meilibridge.pgtype.scalar.BooleanCodec;
import io.meilibridge.pgtype.scalar.ByteaCodec;
import io.meilibridge.pgtype.scalar.CharCodec;
import io.meilibridge.pgtype.scalar.FloatCodec;
import io.meilibridge.pgtype.scalar.GeometricCodec;
import io.meilibridge.pgtype.scalar.GeometricCodec.Shape;
import io.meilibridge.pgtype.scalar.IntegerCodec;
import io.meilibridge.pgtype.scalar.MacAddressCodec;
import io.meilibridge.pgtype.scalar.MoneyCodec;
import io.meilibridge.pgtype.scalar.NetworkCodec;
import io.meilibridge.pgtype.scalar.NumericCodec;
import io.meilibridge.pgtype.scalar.PointerCodec;
import io.meilibridge.pgtype.scalar.TextCodec;
import io.meilibridge.pgtype.scalar.TextOnlyCodec;
import io.meilibridge.pgtype.scalar.UuidCodec;
import io.meilibridge.pgtype.time.DateCodec;
import io.meilibridge.pgtype.time.IntervalCodec;
import io.meilibridge.pgtype.time.TimeCodec;
import io.meilibridge.pgtype.time.TimestampCodec;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The types that come with PostgreSQL 14 to 18 and that a table's column may have, with their OIDs
/// and those of their arrays (`pg_type.dat`; they never change). A constant's name is the type's
/// own in upper case. Types of the catalog's internal use are left out: they have no array, and are
/// printed as text.
enum BuiltInType {
    BOOL(16, 1000),
    BYTEA(17, 1001),
    CHAR(18, 1002),
    NAME(19, 1003),
    INT8(20, 1016),
    INT2(21, 1005),
    INT2VECTOR(22, 1006),
    INT4(23, 1007),
    REGPROC(24, 1008),
    TEXT(25, 1009),
    OID(26, 1028),
    TID(27, 1010),
    XID(28, 1011),
    CID(29, 1012),
    OIDVECTOR(30, 1013),
    JSON(114, 199),
    XML(142, 143),
    POINT(600, 1017),
    LSEG(601, 1018),
    PATH(602, 1019),
    BOX(603, 1020),
    POLYGON(604, 1027),
    LINE(628, 629),
    CIDR(650, 651),
    FLOAT4(700, 1021),
    FLOAT8(701, 1022),
    CIRCLE(718, 719),
    MACADDR8(774, 775),
    MONEY(790, 791),
    MACADDR(829, 1040),
    INET(869, 1041),
    ACLITEM(1033, 1034),
    BPCHAR(1042, 1014),
    VARCHAR(1043, 1015),
    DATE(1082, 1182),
    TIME(1083, 1183),
    TIMESTAMP(1114, 1115),
    TIMESTAMPTZ(1184, 1185),
    INTERVAL(1186, 1187),
    TIMETZ(1266, 1270),
    BIT(1560, 1561),
    VARBIT(1562, 1563),
    NUMERIC(1700, 1231),
    REFCURSOR(1790, 2201),
    REGPROCEDURE(2202, 2207),
    REGOPER(2203, 2208),
    REGOPERATOR(2204, 2209),
    REGCLASS(2205, 2210),
    REGTYPE(2206, 2211),
    UUID(2950, 2951),
    TXID_SNAPSHOT(2970, 2949),
    PG_LSN(3220, 3221),
    TSVECTOR(3614, 3643),
    TSQUERY(3615, 3645),
    GTSVECTOR(3642, 3644),
    REGCONFIG(3734, 3735),
    REGDICTIONARY(3769, 3770),
    JSONB(3802, 3807),
    INT4RANGE(3904, 3905),
    NUMRANGE(3906, 3907),
    TSRANGE(3908, 3909),
    TSTZRANGE(3910, 3911),
    DATERANGE(3912, 3913),
    INT8RANGE(3926, 3927),
    JSONPATH(4072, 4073),
    REGNAMESPACE(4089, 4090),
    REGROLE(4096, 4097),
    REGCOLLATION(4191, 4192),
    INT4MULTIRANGE(4451, 6150),
    NUMMULTIRANGE(4532, 6151),
    TSMULTIRANGE(4533, 6152),
    TSTZMULTIRANGE(4534, 6153),
    DATEMULTIRANGE(4535, 6155),
    INT8MULTIRANGE(4536, 6157),
    PG_SNAPSHOT(5038, 5039),
    XID8(5069, 271);

    private static final Map<Integer, BuiltInType> BY_OID = new HashMap<>();
    private static final Map<Integer, BuiltInType> BY_ARRAY_OID = new HashMap<>();
    private static final Map<String, BuiltInType> BY_NAME = new HashMap<>();

    static {
        for (BuiltInType type : values()) {
            BY_OID.put(type.oid, type);
            BY_ARRAY_OID.put(type.arrayOid, type);
            BY_NAME.put(type.typeName(), type);
        }
    }

    private final int oid;
    private final int arrayOid;

    BuiltInType(int oid, int arrayOid) {
        this.oid = oid;
        this.arrayOid = arrayOid;
    }

    static @Nullable BuiltInType byOid(int oid) {
        return BY_OID.get(oid);
    }

    /// The type that the array type of an OID is of.
    static @Nullable BuiltInType byArrayOid(int oid) {
        return BY_ARRAY_OID.get(oid);
    }

    /// The type of a name in `pg_catalog`.
    static @Nullable BuiltInType byName(String name) {
        return BY_NAME.get(name);
    }

    TypeCodec codec(TypeOptions options) {
        return switch (this) {
            case BOOL -> new BooleanCodec();
            case BYTEA -> new ByteaCodec();
            case CHAR -> new CharCodec();
            case NAME, TEXT, BPCHAR, VARCHAR -> new TextCodec(ValueFamily.TEXT);
            case INT8 -> IntegerCodec.INT8;
            case INT2 -> IntegerCodec.INT2;
            case INT2VECTOR, OIDVECTOR -> VectorCodec.CATALOG;
            case INT4 -> IntegerCodec.INT4;
            case OID, XID, CID -> IntegerCodec.UINT4;
            case TID -> PointerCodec.TID;
            case JSON -> new JsonCodec(false);
            case XML, REFCURSOR -> new TextCodec(ValueFamily.OTHER);
            case POINT -> new GeometricCodec(Shape.POINT);
            case LSEG -> new GeometricCodec(Shape.LSEG);
            case PATH -> new GeometricCodec(Shape.PATH);
            case BOX -> new GeometricCodec(Shape.BOX);
            case POLYGON -> new GeometricCodec(Shape.POLYGON);
            case LINE -> new GeometricCodec(Shape.LINE);
            case CIDR -> new NetworkCodec(true);
            case FLOAT4 -> FloatCodec.FLOAT4;
            case FLOAT8 -> FloatCodec.FLOAT8;
            case CIRCLE -> new GeometricCodec(Shape.CIRCLE);
            case MACADDR8 -> new MacAddressCodec(8);
            case MONEY -> new MoneyCodec();
            case MACADDR -> new MacAddressCodec(6);
            case INET -> new NetworkCodec(false);
            case DATE -> new DateCodec();
            case TIME -> new TimeCodec(false);
            case TIMESTAMP -> new TimestampCodec(false, options.timestamps());
            case TIMESTAMPTZ -> new TimestampCodec(true, options.timestamps());
            case INTERVAL -> new IntervalCodec();
            case TIMETZ -> new TimeCodec(true);
            case BIT, VARBIT -> new BitCodec();
            case NUMERIC -> new NumericCodec(options.numeric());
            case UUID -> new UuidCodec();
            case PG_LSN -> PointerCodec.PG_LSN;
            case JSONB -> new JsonCodec(true);
            case INT4RANGE -> range(INT4, false);
            case NUMRANGE -> range(NUMERIC, false);
            case TSRANGE -> range(TIMESTAMP, false);
            case TSTZRANGE -> range(TIMESTAMPTZ, false);
            case DATERANGE -> range(DATE, false);
            case INT8RANGE -> range(INT8, false);
            case INT4MULTIRANGE -> range(INT4, true);
            case NUMMULTIRANGE -> range(NUMERIC, true);
            case TSMULTIRANGE -> range(TIMESTAMP, true);
            case TSTZMULTIRANGE -> range(TIMESTAMPTZ, true);
            case DATEMULTIRANGE -> range(DATE, true);
            case INT8MULTIRANGE -> range(INT8, true);
            case XID8 -> IntegerCodec.UINT8;
            case REGPROC,
                    ACLITEM,
                    REGPROCEDURE,
                    REGOPER,
                    REGOPERATOR,
                    REGCLASS,
                    REGTYPE,
                    TXID_SNAPSHOT,
                    TSVECTOR,
                    TSQUERY,
                    GTSVECTOR,
                    REGCONFIG,
                    REGDICTIONARY,
                    JSONPATH,
                    REGNAMESPACE,
                    REGROLE,
                    REGCOLLATION,
                    PG_SNAPSHOT ->
                    new TextOnlyCodec(typeName(), ValueFamily.OTHER);
        };
    }

    /// What arrays of the type print between their items.
    char delimiter() {
        return this == BOX ? ';' : ',';
    }

    int oid() {
        return oid;
    }

    int arrayOid() {
        return arrayOid;
    }

    String typeName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Bounds print the same under all options.
    private static TypeCodec range(BuiltInType bound, boolean multirange) {
        return new RangeCodec(bound.codec(TypeOptions.DEFAULTS), multirange);
    }
}
