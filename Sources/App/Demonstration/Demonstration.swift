public import Core
import Storage

/// The demonstration province: a made-up book of a whole region, the same for the same seed down to the
/// hashes of its audit log.
public enum Demonstration {
    public static let defaultSeed: UInt64 = 20_170_719
    /// The day of the reply, up to which the book is made unless another day is asked for.
    public static let replyDay = DemonstrationDays.reply
    /// The first day on which anything happens.
    public static let firstDay = DemonstrationDays.first
    /// The time at which the book is opened, for its schema.
    public static let openedAt = DemonstrationDays.time(of: DemonstrationDays.first, act: 0, of: 1)

    /// Acts of one transaction, at least.
    private static let batchSize = 2_000

    /// Makes the province in an empty book as it stood at the end of a day.
    ///
    /// - Parameter progress: told after each transaction how many acts are done, and of how many.
    /// - Throws: `DemonstrationRefusal.notEmpty`.
    public static func make(
        in book: Book, seed: UInt64 = defaultSeed, scale: DemonstrationScale = .province,
        asOf day: Day = replyDay,
        progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) throws {
        guard try book.database.readSynchronously({ try isEmpty($0) }) else {
            throw DemonstrationRefusal.notEmpty
        }
        let plan = try DemonstrationPlan(seed: seed, scale: scale)
        let replay = DemonstrationReplay(plan: plan)
        let end = plan.acts.firstIndex { $0.day > day } ?? plan.acts.count
        var batch: [PastAct] = []
        var start = 0
        while start < end {
            let today = plan.acts[start].day
            var next = start
            while next < end, plan.acts[next].day == today { next += 1 }
            for place in start..<next {
                batch.append(
                    replay.past(
                        place, at: DemonstrationDays.time(of: today, act: place - start, of: next - start)))
            }
            start = next
            if batch.count >= batchSize || start == end {
                try book.writeSynchronously(past: batch)
                batch.removeAll(keepingCapacity: true)
                progress(start, end)
            }
        }
    }

    private static func isEmpty(_ connection: Connection) throws -> Bool {
        try !connection.exists(
            """
            SELECT 1 FROM institution UNION ALL SELECT 1 FROM enterprise UNION ALL SELECT 1 FROM audit LIMIT 1
            """)
    }
}

/// Why the province is not made.
public enum DemonstrationRefusal: Refusal {
    case notEmpty

    public var code: String { "demonstration_not_empty" }

    public var sentence: Sentence {
        Sentence(
            zh: "账本中已有记录，演示数据只写入空账本；请用 --database 指明另一个账本。",
            en: """
                The book holds records, and the demonstration province goes into an empty one only; name \
                another \
                with --database.
                """)
    }
}
