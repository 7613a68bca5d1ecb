import App
import ArgumentParser
import Core
import Foundation
import Storage

/// The subcommand that brings in a firm's books of R&D expense: projects and vouchers.
struct ImportResearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "research",
        abstract: "Bring in a firm's books of R&D expense: projects and vouchers. 研发费用辅助账。",
        discussion: """
            Vouchers are added and never changed; the same voucher again changes nothing, and one of the \
            opposite amount corrects. Refused rows go to a rejects file with all their reasons. \
            docs/research.md gives the columns.
            """)

    @OptionGroup var database: DatabaseOption
    @Option(help: ArgumentHelp("The credit code of the firm.", valueName: "code")) var firm: String
    @Option(help: ArgumentHelp("The table of projects, CSV or xlsx.", valueName: "file"))
    var projects: String?
    @Option(help: ArgumentHelp("The table of vouchers, CSV or xlsx.", valueName: "file"))
    var vouchers: String?
    @Option(
        help: ArgumentHelp(
            "A mapping with sections 'research_projects' and 'research_vouchers', YAML.", valueName: "file"))
    var map: String?
    @Option(help: ArgumentHelp("The folder for refused rows.", valueName: "folder")) var rejects = "rejects"
    @Flag(help: "End with one JSON object of counts.") var json = false

    func validate() throws {
        guard projects != nil || vouchers != nil else {
            throw ValidationError("Name a table with --projects, --vouchers or both.")
        }
    }

    func run() async throws {
        Interruption.install()
        do {
            let outcome = try await bringIn()
            try tell(outcome)
            guard outcome.refused == 0 else { throw fail(sentence(outcome)) }
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as StorageError {
            throw fail(error)
        }
    }

    private func bringIn() async throws -> ResearchImport.Outcome {
        let mapping = try map.map { try Mapping(path: $0) }
        do {
            try FileManager.default.createDirectory(atPath: rejects, withIntermediateDirectories: true)
        } catch {
            throw TableRefusal.cannotOpen(path: rejects, error.localizedDescription)
        }
        // Removes the folder only where nothing was refused and nothing else is in it.
        defer { rmdir(rejects) }
        let book = try database.open()
        defer { book.close() }
        var bringing = ResearchImport(creditCode: firm, language: commandLanguage, today: todayInChina())
        bringing.projects = projects
        bringing.vouchers = vouchers
        bringing.mapping = mapping
        bringing.rejectsFolder = rejects
        return try await bringing.run(into: book)
    }

    private func tell(_ outcome: ResearchImport.Outcome) throws {
        if json {
            let counts = outcome.tables.map { ($0.table.rawValue, $0.outcome.counts) }
            return try printJSON(Dictionary(uniqueKeysWithValues: counts))
        }
        let isChinese = commandLanguage == .chinese
        printTable(
            headings: isChinese
                ? ["表", "读入", "接受", "拒绝", "已在册"]
                : ["table", "read", "accepted", "refused", "already there"],
            rows: outcome.tables.map { table, outcome in
                let counts = outcome.counts
                let numbers = [counts.read, counts.accepted, counts.refused, counts.alreadyThere]
                return [table.rawValue] + numbers.map(String.init)
            })
    }

    private func sentence(_ outcome: ResearchImport.Outcome) -> Sentence {
        let paths = outcome.tables.compactMap(\.outcome.rejects).joined(separator: ", ")
        let rows = EnglishCount.of(outcome.refused, "row was", "rows were")
        return Sentence(
            zh: "有 \(outcome.refused) 行被拒绝，原因见 \(paths)；改正后可再次导入。",
            en: """
                \(rows) refused; the reasons stand in \(paths): mend it and import it again.
                """
        )
    }
}
