import Core

/// Something that waits for a visitor: how many, how much, since or until when, and where it is done.
struct HomeTask: Sendable {
    let title: Sentence
    let address: String
    var count: Int64
    var amount: Fen?
    /// The most urgent day among them.
    var day: Day?
    /// Whether a day before today means that someone is late.
    var hasDeadline = true
    /// Whether its day is the one since when it waits.
    var isSince = false

    func isLate(on today: Day) -> Bool { hasDeadline && day.map { $0 < today } ?? false }

    /// What is late first, then by day, then what has none.
    static func sorted(_ tasks: [HomeTask], on today: Day) -> [HomeTask] {
        func rank(_ task: HomeTask) -> (Int, Int32) {
            (task.isLate(on: today) ? 0 : task.day == nil ? 2 : 1, task.day?.number ?? .max)
        }
        return tasks.filter { $0.count > 0 }.enumerated().sorted { left, right in
            let (first, second) = (rank(left.element), rank(right.element))
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
    }
}
