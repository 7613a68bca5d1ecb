import App
import ArgumentParser
import Foundation

/// `cassia bench`: measures the main jobs and prints a table.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure the main jobs on this machine.")

    @Option(help: "Where to make the books that are measured.") var database = "sqlite:/tmp/cassia-bench.db"
    @Option(help: "How many compensations.") var compensations: Int64 = 100_000

    @Option(help: "Only write a large book as CSV files into this folder.") var write: String?
    @Option(help: "How many guarantees the large book has.") var guarantees = 1_000_000

    func run() async throws {
        if let write {
            let generated = GeneratedBook(folder: write, guarantees: guarantees)
            print("\(try generated.write()) events")
            return
        }
        let book = try Book.open(database, now: { Int64(Date().timeIntervalSince1970 * 1_000) })
        defer { book.close() }
        let sample = try SampleBook.make(in: book)
        let clock = ContinuousClock()
        let setup = try clock.measure { try sample.addClaimed(count: compensations * 2) }
        print("setup \(setup)")
        let alone = try await CompensationBenchmark.concurrent(sample, count: compensations, writers: 64)
        print("64 writers: \(Int(Double(compensations) / alone)) a second")
        let batches = try CompensationBenchmark.batches(sample, count: compensations, batch: 1_000, first: compensations + 1)
        print("batches: \(Int(Double(compensations) / batches)) a second")
    }
}
