/// `cassia bench policy`: many firms through four policies, in columns.
import App
import ArgumentParser
import Core
import Foundation

struct BenchPolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Decide many firms by size, technology SME, high-tech enterprise and awards.",
        discussion: """
            Prints milliseconds of processor time and of the clock, with one thread and with two, once the \
            firms stand in columns.
            """)

    @OptionGroup var option: PolicyOption
    @Option(help: "How many made-up firms, where no table is given.") var firms = 1_000_000
    @Option(help: ArgumentHelp("A table of firms.", valueName: "file")) var table: String?
    @Option(help: ArgumentHelp("Where to write the answers.", valueName: "file")) var answers: String?
    @Option(help: "The day to decide for.") var asOf = Day(2017, 6, 30)!
    @Option(help: "How often; the fastest counts.") var times = 5

    func run() throws {
        let library = try option.library()
        do {
            let benchmark = try PolicyBenchmark(library, on: asOf)
            if let table { try benchmark.load(table) } else { try generate(library, benchmark) }
            for threads in [1, 2] { print(line(benchmark, threads)) }
            if let table { try explain(library, table) }
            if let answers { try benchmark.write(answers) }
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        }
    }

    private func generate(_ library: PolicyLibrary, _ benchmark: PolicyBenchmark) throws {
        let path = NSTemporaryDirectory() + "cassia-firms-\(UUID().uuidString).csv"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var generated = GeneratedFirms(library.facts)
        try generated.write(firms, to: path)
        try benchmark.load(path)
    }

    private func line(_ benchmark: PolicyBenchmark, _ threads: Int) -> String {
        let measures = (0..<max(times, 1)).map { _ in benchmark.run(threads: threads) }
        let processor = measures.map(\.processorSeconds).min() ?? 0
        let clock = measures.map(\.seconds).min() ?? 0
        return "policy \(threads) threads: \(benchmark.firms) firms x \(benchmark.programs.count) policies, "
            + "\(milliseconds(processor)) ms of processor time, \(milliseconds(clock)) ms"
    }

    /// One decision at a time: the answer with its explanation, the same as JSON, and the nearest change.
    private func explain(_ library: PolicyLibrary, _ table: String) throws {
        let firms = try PolicyBenchmark.firms(of: table, library.facts, count: 2_000)
        for id in ["hnte", "technology-sme", "sme-size", "awards"] {
            let measure = PolicyBenchmark.explain(try library.program(id, on: asOf), firms)
            let nearest = microseconds(measure.nearest)
            print(
                "explain \(id): \(microseconds(measure.decision)) us, "
                    + "as JSON \(microseconds(measure.json)) us, nearest change \(nearest) us")
        }
    }

    private func microseconds(_ seconds: Double) -> String { String(format: "%.1f", seconds * 1_000_000) }

    private func milliseconds(_ seconds: Double) -> String { String(format: "%.1f", seconds * 1_000) }
}
