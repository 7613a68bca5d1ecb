import App
import ArgumentParser
import Core
import Foundation
import Synchronization

/// How many writes of this process were acknowledged.
private let acknowledged = Atomic(0)

/// `cassia load`: compensates claimed guarantees with many writers at a time and tells each that was
/// acknowledged, until it is stopped or killed. For fault tests; not for people.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Write without end, for fault tests.", shouldDisplay: false)

    @OptionGroup var database: DatabaseOption
    @Option(help: "The first guarantee, as cassia prepared it.") var first: Int64
    @Option(help: "How many guarantees.") var count: Int64
    @Option(help: "Writers at a time.") var writers: Int64 = 32

    @Option(help: "Die by SIGKILL after so many writes were acknowledged.") var killAfter: Int?

    func run() async throws {
        let moment = killAfter ?? .max
        let book = try database.openExisting()
        let sample = try SampleBook.open(in: book)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for number in stride(from: first + writer, to: first + count, by: Int(writers)) {
                        try await sample.compensate(number)
                        FileHandle.standardOutput.write(Data("k\(number)\n".utf8))
                        let total = acknowledged.add(1, ordering: .relaxed).newValue
                        if total >= moment { kill(getpid(), SIGKILL) }
                    }
                }
            }
            try await group.waitForAll()
        }
        book.close()
    }
}
