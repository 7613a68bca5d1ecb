import Core
import Testing

/// One row was refused, two rows were.
@Suite struct EnglishCountTests {
    @Test func oneIsToldFromSeveral() {
        #expect(EnglishCount.of(0, "row was", "rows were") == "0 rows were")
        #expect(EnglishCount.of(1, "row was", "rows were") == "1 row was")
        #expect(EnglishCount.of(Int64(21), "day", "days") == "21 days")
    }
}
