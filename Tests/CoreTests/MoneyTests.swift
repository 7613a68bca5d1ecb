/// Money and rates: what is read, what is refused, how they print and how they round.
import Testing

@testable import Core

@Suite struct FenTests {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("1", 100), ("1.5", 150), ("1.05", 105), ("-1234.05", -123_405),
            ("007", 700),
            ("0.01", 1), ("-0.01", -1), ("10000000000000", 1_000_000_000_000_000),
            ("-10000000000000.00", -1_000_000_000_000_000),
        ] as [(String, Int64)])
    func reads(_ text: String, _ fen: Int64) {
        #expect(Fen(yuan: text) == Fen(fen))
        #expect(Fen(yuan: Fen(fen).description) == Fen(fen))
    }

    @Test(arguments: [
        "", " ", "-", ".", "-.", ".5", "1.", "-1.", "1.005", "1.2.3", "--1", "1-", "+1", "1,000", "¥1", "1e5",
        "1 ",
        " 1", "１", "٣", "0x10", "NaN", "inf", "10000000000000.01", "-10000000000000.01",
        "9223372036854775807",
        "9999999999999999999", "99999999999999999", "92233720368547758.08", "1\u{0}", "1\n", "一",
        "00000000000000000000000000000001",
    ])
    func refuses(_ text: String) { #expect(Fen(yuan: text) == nil) }

    @Test(
        arguments: [
            (0, "0.00", "0.00"), (5, "0.05", "0.05"), (-5, "-0.05", "-0.05"), (99_999, "999.99", "999.99"),
            (100_000, "1000.00", "1,000.00"), (-123_456_789, "-1234567.89", "-1,234,567.89"),
            (Int64.max, "92233720368547758.07", "92,233,720,368,547,758.07"),
            (Int64.min, "-92233720368547758.08", "-92,233,720,368,547,758.08"),
        ] as [(Int64, String, String)])
    func prints(_ fen: Int64, _ plain: String, _ grouped: String) {
        #expect(Fen(fen).description == plain)
        #expect(Fen(fen).grouped == grouped)
    }

    @Test func readsWhatItPrints() {
        var random = SeededGenerator(seed: 21)
        for _ in 0..<50_000 {
            let fen = Fen(Int64.random(in: -Fen.limit.fen...Fen.limit.fen, using: &random))
            #expect(Fen(yuan: fen.description) == fen)
        }
    }
}

@Suite struct RateTests {
    @Test(
        arguments: [
            ("0", 0), ("1", 1_000_000), ("0.015", 15_000), ("1.5%", 15_000), ("-1.5%", -15_000),
            ("0.000001", 1),
            ("0.0001%", 1), ("100%", 1_000_000), ("1000", 1_000_000_000), ("-1000", -1_000_000_000),
            ("0.0150000000", 15_000), ("100000%", 1_000_000_000), ("-0", 0),
        ] as [(String, Int64)])
    func reads(_ text: String, _ millionths: Int64) {
        #expect(Rate(text) == Rate(millionths: millionths))
        #expect(Rate(Rate(millionths: millionths).description) == Rate(millionths: millionths))
        #expect(Rate(Rate(millionths: millionths).percentage) == Rate(millionths: millionths))
    }

    @Test(arguments: [
        "", " ", "-", "%", "-%", ".", ".5", "1.", "1.%", "--1", "1e5", "+1", "1%%", "%1", "1 %", "1,5",
        "0.0000001",
        "0.00001%", "1000.000001", "1000.1", "100000.1%", "9999999999999", "999999999999", "１", "1-", "1.2.3",
        "NaN",
    ])
    func refuses(_ text: String) { #expect(Rate(text) == nil) }

    @Test(
        arguments: [
            (15_000, "0.015000", "1.5%"), (0, "0.000000", "0%"), (-1, "-0.000001", "-0.0001%"),
            (1_000_000, "1.000000", "100%"), (123_456, "0.123456", "12.3456%"),
            (-2_500_000, "-2.500000", "-250%"),
        ] as [(Int64, String, String)])
    func prints(_ millionths: Int64, _ plain: String, _ percentage: String) {
        #expect(Rate(millionths: millionths).description == plain)
        #expect(Rate(millionths: millionths).percentage == percentage)
    }

    @Test(
        arguments: [
            (1, 2, 500_000), (1, 3, 333_333), (2, 3, 666_667), (-2, 3, -666_667), (1, -3, -333_333),
            (0, 7, 0),
            (1, 2_000_000, 0), (3, 2_000_000, 2), (5, 2_000_000, 2), (-1, 2_000_000, 0), (-3, 2_000_000, -2),
            (Int64.max, Int64.max, 1_000_000), (Int64.min, Int64.min, 1_000_000),
        ] as [(Int64, Int64, Int64)])
    func quotients(_ numerator: Int64, _ denominator: Int64, _ millionths: Int64) {
        #expect(Rate(numerator, over: denominator) == Rate(millionths: millionths))
    }

    @Test func noQuotient() {
        #expect(Rate(1, over: 0) == nil)
        #expect(Rate(Int64.max, over: 1) == nil)
        #expect(Rate(Fen.limit, over: Fen(1)) == nil)
        #expect(Rate(Int64.min, over: -1) == nil)
    }

    @Test(
        arguments: [
            (100, 5_000, 0),  // half a fen goes to the even zero
            (300, 5_000, 2),  // one and a half to the even two
            (500, 5_000, 2),  // two and a half to the even two
            (-100, 5_000, 0), (-300, 5_000, -2), (-500, 5_000, -2), (501, 5_000, 3), (499, 5_000, 2),
            (1_000_000_000_000_000, 1_000_000_000, 1_000_000_000_000_000_000),
        ] as [(Int64, Int64, Int64)])
    func proportions(_ fen: Int64, _ millionths: Int64, _ expected: Int64) {
        #expect(Rate(millionths: millionths).of(Fen(fen)) == Fen(expected))
    }

    /// Against the definition: nearest whole number, and of two as near the even one.
    @Test func roundsHalfEven() {
        for denominator in (-12 as Int128)...12 where denominator != 0 {
            for numerator in (-60 as Int128)...60 {
                let rounded = roundedHalfEven(numerator, by: denominator)
                let off = (numerator - rounded * denominator).magnitude * 2
                let size = denominator.magnitude
                #expect(
                    off < size || (off == size && rounded.isMultiple(of: 2)), "\(numerator)/\(denominator)")
            }
        }
    }
}
