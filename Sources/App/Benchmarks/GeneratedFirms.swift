public import Core
import Foundation

/// Writes a made-up register of firms as a CSV file, some of them on the edges of rules, some facts missing.
public struct GeneratedFirms {
    private var state: UInt64
    private let facts: [Fact]

    /// Facts of every rule that a firm's table usually gives.
    private static let groups: Set<String> = ["people", "years", "rights", "conduct", "recognition"]
    private static let shares: [UInt64] = [2, 3, 4, 5, 6, 10, 15, 20, 25, 30, 60]

    public init(_ library: FactTable, seed: UInt64 = 2017) {
        state = seed
        facts = library.facts.filter { fact in
            fact.kind != .text
                && (GeneratedFirms.groups.contains(fact.group ?? "")
                    || ["size_industry", "registered_on"].contains(fact.name))
        }
    }

    public mutating func write(_ count: Int, to path: String) throws {
        let columns = ["credit_code", "name"] + facts.map(\.name)
        let writer = try TableWriter(
            path: path, format: .csv, columns: columns.map { TableWriter.Column($0) })
        for number in 0..<count {
            writer.text("F\(number)")
            writer.text("企业\(number)")
            let revenue = Int64(next(100_000_000_000))
            for fact in facts { writer.text(next(100) == 0 ? "" : fact.text(of: value(of: fact, revenue))) }
            try writer.endRow()
        }
        try writer.finish()
    }

    private mutating func value(of fact: Fact, _ revenue: Int64) -> Int64 {
        switch fact.kind {
        case .money:
            // A part of the revenue by one of the shares that rules name, or any amount.
            let share = GeneratedFirms.shares[Int(next(UInt64(GeneratedFirms.shares.count)))]
            return next(3) == 0 ? Int64(next(100_000_000_000)) : revenue / 100 * Int64(share)
        case .count: return Int64(next(fact.group == "people" ? 1_000 : 6))
        case .day: return 14_000 + Int64(next(4_000))
        case .flag: return next(10) == 0 ? 0 : 1
        case .word: return Int64(next(UInt64(fact.words.count)))
        case .points, .share, .text: return fact.low
        }
    }

    private mutating func next(_ bound: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 24) % bound
    }
}
