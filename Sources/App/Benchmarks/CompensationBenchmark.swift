import Core
import Storage

/// Compensations through the public write path: claim paid, split four ways, all postings, claims, audit.
public enum CompensationBenchmark {
    /// Compensates `count` claimed guarantees with as many writers at a time; returns seconds.
    public static func concurrent(_ sample: SampleBook, count: Int64, writers: Int64, first: Int64 = 1)
        async throws -> Double
    {
        let clock = ContinuousClock()
        let elapsed = try await clock.measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        for number in stride(from: first + writer, to: first + count, by: Int(writers)) {
                            try await sample.compensate(number)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        return elapsed / .seconds(1)
    }

    /// The same in batches of one transaction each.
    public static func batches(_ sample: SampleBook, count: Int64, batch: Int64, first: Int64 = 1) throws
        -> Double
    {
        let clock = ContinuousClock()
        let elapsed = try clock.measure {
            for start in stride(from: first, to: first + count, by: Int(batch)) {
                try sample.book.writeSynchronously(as: Actor("writer"), "guarantee.compensate") { writing in
                    for number in start..<min(start + batch, first + count) {
                        _ = try compensate(number, sample, writing)
                    }
                }
            }
        }
        return elapsed / .seconds(1)
    }

    private static func compensate(
        _ number: Int64, _ sample: SampleBook, _ writing: Writing
    ) throws -> GuaranteeStore.Outcome {
        try GuaranteeStore.record(
            .compensated(sample.compensation(number)), guarantee: "G\(number)", on: SampleBook.day + 220,
            reference: "k\(number)", writing)
    }
}
