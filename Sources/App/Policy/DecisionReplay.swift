public import Core
import Storage

/// Every kept decision made again from its own facts and texts, and compared byte for byte.
public struct DecisionReplay: Sendable {
    /// How many were made again.
    public private(set) var decided = 0
    public private(set) var differences: [Difference] = []

    public struct Difference: Sendable {
        public let decision: Int64
        public let policy: String
        public let day: Day
        public let sentence: Sentence
    }

    public static func run(_ book: Book) async throws -> DecisionReplay {
        try await book.database.read { connection in
            var replay = DecisionReplay()
            var libraries: [String: PolicyLibrary] = [:]
            try DecisionStore.forEach(connection) { kept in
                replay.decided += 1
                if let sentence = try replay.difference(kept, &libraries, connection) {
                    replay.differences.append(
                        Difference(
                            decision: kept.number, policy: kept.policy, day: kept.day, sentence: sentence))
                }
            }
            return replay
        }
    }

    private func difference(
        _ kept: KeptDecision, _ libraries: inout [String: PolicyLibrary], _ connection: Connection
    ) throws -> Sentence? {
        let key = kept.policyDigest + kept.factTableDigest
        do {
            let library = try libraries[key] ?? DecisionReplay.library(kept, connection)
            libraries[key] = library
            let facts = try FactJSON.read(Array(kept.facts.utf8), library.facts)
            let again = try library.program(kept.policy, on: kept.day).explain(facts).json.bytes
            guard !again.elementsEqual(kept.result.utf8) else { return nil }
            return Sentence(
                zh: "重新判定得到的字节与留存的不同。", en: "Deciding again gives other bytes than those kept.")
        } catch let problems as PolicyProblems {
            return DecisionReplay.unreadable(problems.problems.first?.sentence)
        } catch let refusals as FactRefusals {
            return DecisionReplay.unreadable(refusals.refusals.first?.sentence)
        } catch let refusal as any Refusal {
            return DecisionReplay.unreadable(refusal.sentence)
        }
    }

    private static func library(
        _ kept: KeptDecision, _ connection: Connection
    ) throws -> PolicyLibrary {
        let files = try [kept.factTableDigest, kept.policyDigest].compactMap {
            try DecisionStore.text($0, connection)
        }
        return try PolicyLibrary(files: files)
    }

    private static func unreadable(_ sentence: Sentence?) -> Sentence {
        Sentence(
            zh: "留存的政策文本或事实已不可用：\(sentence?.zh ?? "")",
            en: "The text or the facts kept with it can't be used: \(sentence?.en ?? "")")
    }
}
