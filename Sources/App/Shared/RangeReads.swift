import Core
import Storage

/// Reading a long table in ranges of its numbers, several at a time, in memory that does not grow with it.
enum RangeReads {
    /// Runs `work` on every range of `step` numbers, each in a snapshot of its own, and hands the results to
    /// `take` in the order of the ranges.
    static func run<Output: Sendable>(
        _ database: Database<WriteScope>, over numbers: ClosedRange<Int64>, step: Int64,
        _ work: @escaping @Sendable (ClosedRange<Int64>, Connection) throws -> Output,
        _ take: (Output) async throws -> Void
    ) async throws {
        try await run(database, parts(of: numbers, step: step), work, take)
    }

    /// The same for ranges that have been chosen.
    static func run<Output: Sendable>(
        _ database: Database<WriteScope>, _ ranges: [ClosedRange<Int64>],
        _ work: @escaping @Sendable (ClosedRange<Int64>, Connection) throws -> Output,
        _ take: (Output) async throws -> Void
    ) async throws {
        var ranges = ranges.enumerated().makeIterator()
        var waiting: [Int: Output] = [:]
        var next = 0
        try await withThrowingTaskGroup(of: (Int, Output).self) { group in
            var running = 0
            // A range that is slower than the others must not let their results pile up.
            func fill() {
                while running < lanes, waiting.count < lanes * 4, let (index, range) = ranges.next() {
                    group.addTask { (index, try await database.read { try work(range, $0) }) }
                    running += 1
                }
            }
            fill()
            while let (index, output) = try await group.next() {
                try Interruption.check()
                running -= 1
                waiting[index] = output
                while let output = waiting.removeValue(forKey: next) {
                    try await take(output)
                    next += 1
                }
                fill()
            }
        }
    }

    /// As many as a machine of two processors has; a snapshot each.
    private static let lanes = 2

    static func parts(of numbers: ClosedRange<Int64>, step: Int64) -> [ClosedRange<Int64>] {
        stride(from: numbers.lowerBound, through: numbers.upperBound, by: Int64.Stride(step)).map {
            $0...min($0 + step - 1, numbers.upperBound)
        }
    }
}
