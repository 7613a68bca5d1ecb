import App
import ArgumentParser
import Core
import Foundation

/// `cassia load`: compensates claimed guarantees with many writers at a time and tells each that was acknowledged,
/// until it is stopped or killed. For fault tests; not for people.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Write without end, for fault tests.", shouldDisplay: false)

    @OptionGroup var database: DatabaseOption
    @Option(help: "The first guarantee, as cassia prepared it.") var first: Int64
    @Option(help: "How many guarantees.") var count: Int64
    @Option(help: "Writers at a time.") var writers: Int64 = 32

    func run() async throws {
        let book = try database.openExisting()
        let sample = try SampleBook.open(in: book)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for number in stride(from: first + writer, to: first + count, by: Int(writers)) {
                        try await sample.compensate(number)
                        FileHandle.standardOutput.write(Data("k\(number)\n".utf8))
                    }
                }
            }
            try await group.waitForAll()
        }
        book.close()
    }
}
