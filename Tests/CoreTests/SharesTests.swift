/// The split of a whole among shares: exact, within a fen, never falling, and the same as a slow, obvious
/// reference.
import Testing

@testable import Core

@Suite struct SharesTests {
    /// The smallest example in which the largest remainder takes a fen from the third party as the whole
    /// grows.
    @Test func noAlabamaParadox() throws {
        let shares = try Shares([6, 6, 2])
        let ten = shares.parts(of: Fen(10))
        let eleven = shares.parts(of: Fen(11))
        #expect(ten.map(\.fen).reduce(0, +) == 10)
        #expect(eleven.map(\.fen).reduce(0, +) == 11)
        for (before, after) in zip(ten, eleven) { #expect(before <= after) }
        #expect(largestRemainder([6, 6, 2], 10) == [4, 4, 2])
        #expect(largestRemainder([6, 6, 2], 11) == [5, 5, 1])
    }

    @Test(
        arguments: [
            ([4, 3, 2, 1], 0, [0, 0, 0, 0]), ([4, 3, 2, 1], 1, [1, 0, 0, 0]),
            ([4, 3, 2, 1], 2, [1, 1, 0, 0]),
            ([4, 3, 2, 1], 1001, [401, 300, 200, 100]), ([8, 6, 4, 2], 1001, [401, 300, 200, 100]),
            ([1, 1, 1], 100, [34, 33, 33]), ([0, 5, 0], 7, [0, 7, 0]), ([1], 9, [9]),
        ] as [([Int64], Int64, [Int64])])
    func knownSplits(_ weights: [Int64], _ whole: Int64, _ parts: [Int64]) throws {
        let shares = try Shares(weights)
        #expect(shares.parts(of: Fen(whole)).map(\.fen) == parts)
        for party in parts.indices { #expect(shares.part(of: party, in: Fen(whole)).fen == parts[party]) }
    }

    /// Every whole of the first two periods, against the house-by-house method in exact fractions.
    @Test func agreesWithTheReferenceFromZeroUp() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<150 {
            let shares = try randomShares(using: &random, largest: 40)
            var reference = QuotaReference(weights: shares.weights)
            for whole in 0...2 * shares.sum {
                #expect(shares.parts(of: Fen(whole)).map(\.fen) == reference.parts)
                reference.addOne()
            }
        }
    }

    /// The three properties over two million wholes of all sizes, each against the next whole as well.
    @Test func addsUpStaysWithinAFenNeverFalls() throws {
        var random = SeededGenerator(seed: 12)
        var failures = 0
        for _ in 0..<200 {
            let shares = try randomShares(using: &random, largest: 1000)
            failures += wrongSplits(of: shares, cases: 10_000, using: &random)
        }
        #expect(failures == 0)
    }

    /// Up to the largest whole that there is.
    @Test func theLargestWholes() throws {
        for text in ["4:3:2:1", "1", "9999:1", "5000:3000:1999:1", "1:1:1:1:1:1:1:1", "0:0:7:0"] {
            let shares = try Shares(text)
            let sum = shares.sum
            let wholes: [Int64] = [.max, .max - 1, .max / 2, 1 << 62, sum, sum - 1, sum + 1]
            for whole in wholes {
                #expect(isRight(shares, whole), "\(text) of \(whole)")
            }
        }
    }

    /// Thousands of instalments, each split as the difference of two cumulative splits.
    @Test func instalmentsSplitLikeTheWhole() throws {
        var random = SeededGenerator(seed: 13)
        for _ in 0..<20 {
            let shares = try randomShares(using: &random, largest: 1000)
            var total: Int64 = 0
            var borne = [Int64](repeating: 0, count: shares.count)
            for _ in 0..<5000 {
                let before = shares.parts(of: Fen(total))
                total += Int64.random(in: 0...100_000, using: &random)
                let after = shares.parts(of: Fen(total))
                for party in borne.indices { borne[party] += after[party].fen - before[party].fen }
            }
            #expect(borne == shares.parts(of: Fen(total)).map(\.fen))
            #expect(isWithinAFen(shares, total, borne))
        }
    }

    /// Recoveries go back as share(L) - share(L - R); whoever bore a fen gets it back, and no one more.
    @Test func recoveringAllComesToZero() throws {
        var random = SeededGenerator(seed: 14)
        var failures = 0
        for _ in 0..<500 {
            let shares = try randomShares(using: &random, largest: 1000)
            var unrecovered = Int64.random(in: 1...1_000_000_000, using: &random)
            var owed = shares.parts(of: Fen(unrecovered)).map(\.fen)
            while unrecovered > 0 {
                let recovery = Int64.random(in: 1...max(1, unrecovered / 3 + 1), using: &random)
                let before = shares.parts(of: Fen(unrecovered))
                unrecovered -= min(recovery, unrecovered)
                let after = shares.parts(of: Fen(unrecovered))
                for party in owed.indices {
                    let back = before[party].fen - after[party].fen
                    if back < 0 || back > owed[party] { failures += 1 }
                    owed[party] -= back
                }
            }
            #expect(owed.allSatisfy { $0 == 0 })
        }
        #expect(failures == 0)
    }

    @Test(arguments: [
        ("", SharesRefusal.malformed), ("4:3:2:", .malformed), ("4;3", .malformed), ("+4:3", .malformed),
        ("4: 3", .malformed), ("4.0:3", .malformed), ("99999999999:1", .malformed),
        ("-1:2", .negativeOrTooLarge),
        ("0:0", .allZero), ("1:1:1:1:1:1:1:1:1", .numberOfParties(9)), ("9999:2", .tooFine(10_001)),
    ])
    func refuses(_ text: String, _ refusal: SharesRefusal) {
        #expect(throws: refusal) { try Shares(text) }
    }

    @Test func refusesNoParties() {
        #expect(throws: SharesRefusal.numberOfParties(0)) { try Shares([Int64]()) }
    }

    @Test func equalInLowestTerms() throws {
        #expect(try Shares("40:30:20:10") == Shares("4:3:2:1"))
        #expect(try Set([Shares("2:1"), Shares("4:2"), Shares("1:2")]).count == 2)
        #expect(try Shares("40:30:20:10").description == "4:3:2:1")
    }
}

@Suite struct ReciprocalTests {
    @Test func dividesLikeTheOperator() {
        var random = SeededGenerator(seed: 15)
        var divisors: [UInt64] = Array(1...1000) + [9973, 10_000, 65_535, 65_536, 65_537]
        for power in 10..<32 { divisors += [(1 << power) - 1, 1 << power, (1 << power) + 1] }
        divisors += [(1 << 32) - 1, (1 << 32) - 2, (1 << 32) - 5]
        divisors += (0..<2000).map { _ in UInt64.random(in: 1..<1 << 32, using: &random) }
        var failures = 0
        for divisor in divisors {
            let reciprocal = Reciprocal(of: divisor)
            let signed = Int64(divisor)
            let multiple = Int64.max / signed * signed
            let edges = [0, 1, signed - 1, signed, signed + 1, multiple - 1, multiple, .max - 1, .max]
            for dividend in edges where reciprocal.quotient(of: dividend) != dividend / signed {
                failures += 1
            }
            for _ in 0..<50 {
                let dividend =
                    Int64.random(in: 0 ... .max, using: &random) >> Int64.random(in: 0...62, using: &random)
                if reciprocal.quotient(of: dividend) != dividend / signed { failures += 1 }
            }
        }
        #expect(failures == 0)
    }
}

/// Balinski and Young's quota method one fen at a time, with fractions compared by multiplying crosswise.
private struct QuotaReference {
    let weights: [Int64]
    var parts: [Int64]

    init(weights: [Int64]) {
        self.weights = weights
        parts = weights.map { _ in 0 }
    }

    mutating func addOne() {
        let next = parts.reduce(0, +) + 1
        let sum = weights.reduce(0, +)
        let eligible = weights.indices.filter { party in
            let exactRoundedUp = (weights[party] * next + sum - 1) / sum
            return parts[party] + 1 <= exactRoundedUp
        }
        // Strictly greater, so that the first of equals keeps its place.
        let winner = eligible.dropFirst().reduce(eligible[0]) { best, party in
            weights[party] * (parts[best] + 1) > weights[best] * (parts[party] + 1) ? party : best
        }
        parts[winner] += 1
    }
}

/// The rounding that this method replaces.
private func largestRemainder(_ weights: [Int64], _ whole: Int64) -> [Int64] {
    let sum = weights.reduce(0, +)
    var parts = weights.map { $0 * whole / sum }
    let order = weights.indices.sorted { (weights[$0] * whole % sum, -$0) > (weights[$1] * whole % sum, -$1) }
    for party in order.prefix(Int(whole - parts.reduce(0, +))) { parts[party] += 1 }
    return parts
}

/// One to eight parties, a quarter of them with nothing, never all.
private func randomShares(using random: inout SeededGenerator, largest: Int64) throws -> Shares {
    while true {
        let weights = (0..<Int.random(in: 1...8, using: &random)).map { _ in
            Int.random(in: 0..<4, using: &random) == 0 ? 0 : Int64.random(in: 1...largest, using: &random)
        }
        if weights.contains(where: { $0 > 0 }) { return try Shares(weights) }
    }
}

private func wrongSplits(of shares: Shares, cases: Int, using random: inout SeededGenerator) -> Int {
    var wrong = 0
    var parts = Shares.PartBuffer(repeating: 0)
    var next = Shares.PartBuffer(repeating: 0)
    let sum = Int128(shares.sum)
    for _ in 0..<cases {
        let whole = Int64(random.next() >> 2) >> Int64(random.next() % 62)
        shares.split(whole, into: &parts)
        shares.split(whole + 1, into: &next)
        var total: Int64 = 0
        for party in 0..<shares.count {
            total += parts[party]
            let off = Int128(parts[party]) * sum - Int128(whole) * Int128(shares.weights[party])
            if off <= -sum || off >= sum || next[party] < parts[party] { wrong += 1 }
        }
        if total != whole { wrong += 1 }
    }
    return wrong
}

private func isRight(_ shares: Shares, _ whole: Int64) -> Bool {
    let parts = shares.parts(of: Fen(whole)).map(\.fen)
    return parts.reduce(0, +) == whole && isWithinAFen(shares, whole, parts)
}

/// Strictly: |part - whole x share / sum| < 1, in whole numbers.
private func isWithinAFen(_ shares: Shares, _ whole: Int64, _ parts: [Int64]) -> Bool {
    zip(parts, shares.weights).allSatisfy { part, weight in
        let off = Int128(part) * Int128(shares.sum) - Int128(whole) * Int128(weight)
        return off.magnitude < shares.sum
    }
}
