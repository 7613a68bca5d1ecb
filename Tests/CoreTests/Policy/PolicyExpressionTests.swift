/// The reader of expressions: what binds tighter, what is refused and where, and that nothing makes it
/// stumble.
import Testing

@testable import Core

@Suite struct PolicyExpressionTests {
    private func scalar(_ text: String) -> PolicyScalar {
        PolicyScalar(text, lines: [PolicyScalar.Line(offset: 0, place: TextPlace(line: 3, column: 10))])
    }

    private func fault(_ text: String) -> (code: String, column: Int)? {
        do throws(LocatedFault) {
            _ = try PolicyExpressionParser.parse(scalar(text))
            return nil
        } catch {
            return (error.fault.code, error.place.column - 10)
        }
    }

    @Test(arguments: [
        "1 + 2 * 3", "not a and b or c", "if a then 1 else if b then 2 else 3", "a in ('x', 'y')",
        "rd[1] / 2",
        "-a - -b", "50_000_000 yuan >= revenue_y0", "days(registered_on, as_of) >= 365 days", "5% * 0.05",
        "2017-07-19 <= as_of", "yes and no", "(a)", "count(a, b = 1)", "1 points",
    ])
    func reads(_ text: String) { #expect(fault(text) == nil) }

    @Test(
        arguments: [
            ("", "policy_expression_empty", 0), ("a +", "policy_ends_early", 3),
            ("a b", "policy_unexpected", 2), ("a < b < c", "policy_comparison_chained", 6),
            ("(a", "policy_ends_early", 2), ("a ? b", "policy_unexpected", 2),
            ("a = 'x", "policy_ends_early", 4), ("0.125 yuan", "policy_number_unreadable", 0),
            ("1 + 2017-02-30", "policy_day_unreadable", 4),
            ("12345678901234567", "policy_number_unreadable", 0),
            ("a in (b)", "policy_unexpected", 6), ("then", "policy_unexpected", 0),
            ("12abc", "policy_number_unreadable", 0), ("研发 + 1", "policy_unexpected", 0),
        ] as [(String, String, Int)])
    func refuses(_ text: String, _ code: String, _ column: Int) {
        let found = fault(text)
        #expect(found?.code == code)
        #expect(found?.column == column)
    }

    @Test func isLimitedInLengthAndDepth() {
        #expect(fault(String(repeating: "a", count: 2_001))?.code == "policy_expression_too_long")
        #expect(fault(String(repeating: "(", count: 1_000))?.code == "policy_expression_too_deep")
        #expect(fault(String(repeating: "-", count: 1_000))?.code == "policy_expression_too_deep")
        #expect(fault(String(repeating: "not ", count: 400))?.code == "policy_expression_too_deep")
        #expect(fault(Array(repeating: "a", count: 900).joined(separator: "+")) == nil)
    }

    @Test func anyBytesAreAnsweredAndSoon() {
        var generator = SeededGenerator(seed: 6)
        let pieces = [
            "if ", "then ", "else ", "(", ")", "[", "]", "a", "rd", "1", "5%", "yuan", " ", "'", "<", ">=",
            "+", "-",
            "*", "/", ",", "and ", "or ", "not ", "2017-07-19", ".", "_", "研", "\n", "in ", "min", "\0", "é",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...60, using: &generator)
            _ = fault((0..<count).map { _ in pieces.randomElement(using: &generator)! }.joined())
        }
    }

    @Test func aPlaceInALaterLineIsFound() {
        let lines = [(0, 4, 7), (6, 5, 9)].map {
            PolicyScalar.Line(offset: $0.0, place: TextPlace(line: $0.1, column: $0.2))
        }
        let scalar = PolicyScalar("a and ?", lines: lines)
        #expect(scalar.place(at: 6) == TextPlace(line: 5, column: 9))
        #expect(scalar.place(at: 2) == TextPlace(line: 4, column: 9))
    }
}

/// The table of units as the page has it.
@Suite struct PolicyUnitTests {
    @Test(
        arguments: [
            (.money, .share, .money), (.share, .points, .points), (.count, .count, .count),
            (.share, .share, .share),
            (.number, .share, .share), (.money, .money, nil), (.money, .points, nil), (.day, .share, nil),
            (.flag, .count, nil),
        ] as [(PolicyUnit, PolicyUnit, PolicyUnit?)])
    func products(_ left: PolicyUnit, _ right: PolicyUnit, _ unit: PolicyUnit?) {
        #expect(PolicyUnit.product(left, right) == unit)
        #expect(PolicyUnit.product(right, left) == unit)
    }

    @Test(
        arguments: [
            (.money, .money, .share), (.money, .share, .money), (.points, .number, .points),
            (.count, .count, .share),
            (.count, .number, .share), (.years, .count, .years), (.share, .money, nil),
            (.money, .points, nil),
            (.day, .day, nil),
        ] as [(PolicyUnit, PolicyUnit, PolicyUnit?)])
    func quotients(_ left: PolicyUnit, _ right: PolicyUnit, _ unit: PolicyUnit?) {
        #expect(PolicyUnit.quotient(left, right) == unit)
    }

    @Test(
        arguments: [
            (.money, .money, .money), (.number, .count, .count), (.years, .number, .years),
            (.share, .count, nil),
            (.money, .number, nil), (.money, .count, nil), (.day, .money, nil), (.points, .number, nil),
        ] as [(PolicyUnit, PolicyUnit, PolicyUnit?)])
    func comparisons(_ left: PolicyUnit, _ right: PolicyUnit, _ unit: PolicyUnit?) {
        #expect(PolicyUnit.common(left, right) == unit)
    }
}
