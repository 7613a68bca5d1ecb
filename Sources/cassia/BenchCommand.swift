import App
import ArgumentParser
import Core
import Foundation
import Storage

/// `cassia bench`: measures parts of Cassia; `make bench` runs them all beside their peers.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure parts of Cassia; `make bench` prints them beside their peers.",
        subcommands: [
            BenchSplitCommand.self, BenchCompensationsCommand.self, BenchBookCommand.self,
            BenchPolicyCommand.self,
        ])
}

/// `cassia bench split`: four-way splits a second on one core.
struct BenchSplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split", abstract: "Split wholes on one core.")

    @Option(help: "How many wholes.") var count = 200_000_000

    func run() throws {
        let shares = try Shares([4, 3, 2, 1])
        var parts = Shares.PartBuffer(repeating: 0)
        var sum: Int64 = 0
        var whole: UInt64 = 1
        let elapsed = ContinuousClock().measure {
            for _ in 0..<count {
                // A linear congruence keeps the wholes from being known beforehand.
                whole = whole &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                shares.split(Int64(whole >> 16), into: &parts)
                sum &+= parts[0] ^ parts[3]
            }
        }
        print("split \(rate(count, elapsed)) (check \(sum))")
    }
}

/// `cassia bench compensations`: claims paid through the public write path.
struct BenchCompensationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compensations", abstract: "Compensate through the public write path, in an empty book.")

    @OptionGroup var database: DatabaseOption
    @Option(help: "How many compensations for each measure.") var count: Int64 = 60_000
    @Option(help: "Writers at a time.") var writers: Int64 = 64

    func run() async throws {
        let book = try database.open()
        defer { book.close() }
        let sample = try SampleBook.make(in: book)
        try sample.addClaimed(count: count * 2)
        var before = processorSeconds()
        let seconds = try await CompensationBenchmark.concurrent(sample, count: count, writers: writers)
        print("\(writers) writers \(rate(Int(count), .seconds(seconds))), \(processorTime(since: before))")
        before = processorSeconds()
        let inBatches = try CompensationBenchmark.batches(
            sample, count: count, batch: 1_000, first: count + 1)
        print("batches \(rate(Int(count), .seconds(inBatches))), \(processorTime(since: before))")
    }
}

extension BenchCompensationsCommand {
    /// On a machine that does other work too, this says more than the rate.
    private func processorTime(since before: Double) -> String {
        "\(Int((processorSeconds() - before) / Double(count) * 1e6)) µs of processor time each"
    }

    private func processorSeconds() -> Double {
        Double(clock()) / Double(CLOCKS_PER_SEC)
    }
}

/// `cassia bench book`: writes a large book as CSV files.
struct BenchBookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "book", abstract: "Write a large made-up book as CSV files.")

    @Option(help: "The folder for the four files.") var out: String
    @Option(help: "How many guarantees; three times as many events.") var guarantees = 1_000_000

    func run() throws {
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        print("\(try GeneratedBook(folder: out, guarantees: guarantees).write()) events")
    }
}

private func rate(_ count: Int, _ elapsed: Duration) -> String {
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    return "\(Int(Double(count) / seconds))/s"
}
