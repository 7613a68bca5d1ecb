/// `cassia policy replay`: every kept decision made again.
import App
import ArgumentParser
import Core

struct PolicyReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Make every kept decision again. 重新作出全部留存的判定。",
        discussion: """
            Each is decided from the facts and the policy text kept with it, and compared byte for byte. \
            Status 0 when all are the same, else 1.
            """)

    @OptionGroup var database: DatabaseOption

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let book = try database.openForReading()
        defer { book.close() }
        let replay = try await DecisionReplay.run(book)
        let lines = replay.differences.map { difference in
            let (number, policy, day) = (difference.decision, difference.policy, difference.day)
            return Sentence(
                zh: "判定 \(number)（\(policy)，\(day)）：\(difference.sentence.zh)",
                en: "Decision \(number) (\(policy), \(day)): \(difference.sentence.en)")
        }
        let summary = Sentence(
            zh: "重新判定 \(replay.decided) 件，不同 \(lines.count) 件。",
            en: "Decided again: \(replay.decided), different: \(lines.count).")
        if json { try printJSON(PolicyReplayOutput(replay)) }
        if !lines.isEmpty { throw failAll(lines + [summary]) }
        if !json { print(summary.text(in: commandLanguage)) }
    }
}

private struct PolicyReplayOutput: Encodable {
    let ok: Bool
    let decided: Int
    let differences: [Difference]

    struct Difference: Encodable {
        let decision: Int64
        let policy: String
        let on: String
    }

    init(_ replay: DecisionReplay) {
        ok = replay.differences.isEmpty
        decided = replay.decided
        differences = replay.differences.map {
            Difference(decision: $0.decision, policy: $0.policy, on: $0.day.description)
        }
    }
}
