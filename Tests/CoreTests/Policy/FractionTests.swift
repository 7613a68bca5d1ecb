/// Exact fractions and intervals: compared at every boundary, up to the widest values.
import Testing

@testable import Core

@Suite struct FractionTests {
    @Test func comparesAsWideAsTheyCome() {
        let large: Int128 = 10_000_000_000_000_000_000_000_000_000_000_000_000
        #expect(Fraction(large, large - 1) < Fraction(large - 1, large - 2))
        #expect(!(Fraction(large, large - 1) < Fraction(large, large - 1)))
        #expect(Fraction.lowest < Fraction(-large, 1))
        #expect(Fraction(large, 1) < .highest)
    }

    @Test func arithmeticAgreesWithWholeNumbers() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<20_000 {
            let numbers = (0..<4).map { _ in
                Int128(Int64.random(in: -1_000_000...1_000_000, using: &generator))
            }
            let (a, b, c, d) = (numbers[0], numbers[1].magnitude + 1, numbers[2], numbers[3].magnitude + 1)
            let (left, right) = (Fraction(a, Int128(b)), Fraction(c, Int128(d)))
            #expect((left < right) == (a * Int128(d) < c * Int128(b)))
            #expect((left + right).equals(Fraction(a * Int128(d) + c * Int128(b), Int128(b * d))))
            #expect((left * right).equals(Fraction(a * c, Int128(b * d))))
            if c != 0 {
                #expect((left / right * right).equals(left))
                #expect((left / right).denominator > 0)
            }
        }
    }

    @Test func anythingInsideStaysInside() {
        var generator = SeededGenerator(seed: 5)
        func interval() -> (Interval, Fraction) {
            let ends = (0..<3).map { _ in Int128(Int64.random(in: -9...9, using: &generator)) }.sorted()
            return (Interval(Fraction(ends[0], 1), Fraction(ends[2], 1)), Fraction(ends[1], 1))
        }
        func holds(_ interval: Interval, _ value: Fraction) -> Bool {
            interval.low <= value && value <= interval.high
        }
        for _ in 0..<20_000 {
            let ((one, a), (other, b)) = (interval(), interval())
            #expect(holds(one + other, a + b) && holds(one - other, a - b) && holds(one * other, a * b))
            #expect(holds(one.minimum(other), min(a, b)) && holds(one.maximum(other), max(a, b)))
            if b.numerator != 0 { #expect(holds(one / other, a / b)) }
            let less = one.compared(.less, other)
            #expect(a < b ? !less.isNo : !less.isYes)
            let same = one.compared(.equal, other)
            #expect(a.equals(b) ? !same.isNo : !same.isYes)
        }
    }

    @Test(
        arguments: [
            (Fraction(1, 3), 6, "0.333333"), (Fraction(-1, 2), 6, "-0.5"), (Fraction(5, 1), 2, "5"),
            (Fraction(1, 3_000_000_000), 6, "0.0000000003"), (Fraction(1, 8), 2, "0.12"), (.zero, 6, "0"),
        ])
    func decimals(_ value: Fraction, _ places: Int, _ text: String) {
        #expect(DecimalText.text(of: value, decimals: places) == text)
    }
}
