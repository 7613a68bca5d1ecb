import App
import ArgumentParser
import Core
import Foundation
import Storage

/// `cassia import`: brings tables in.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring tables in.",
        subcommands: [
            ImportBookCommand.self, ImportDCACommand.self, ImportFirmsCommand.self,
            ImportResearchCommand.self,
        ])
}

/// `cassia import book`: institutions, agreements, guarantees and events out of CSV or xlsx.
struct ImportBookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "book", abstract: "Bring in a book of guarantees: four tables, CSV or xlsx.",
        discussion: """
            Good rows are kept. Each refused row goes to a rejects file with all its reasons; mend it and \
            import \
            it again: what is in the book already stays as it is.
            """)

    @OptionGroup var database: DatabaseOption
    @Option(help: ArgumentHelp("The table of institutions.", valueName: "file")) var institutions: String?
    @Option(help: ArgumentHelp("The table of agreements.", valueName: "file")) var agreements: String?
    @Option(help: ArgumentHelp("The table of guarantees.", valueName: "file")) var guarantees: String?
    @Option(help: ArgumentHelp("The table of events.", valueName: "file")) var events: String?
    @Option(help: ArgumentHelp("A mapping of other column names and spellings, YAML.", valueName: "file"))
    var map: String?
    @Option(help: ArgumentHelp("The folder for refused rows.", valueName: "folder")) var rejects = "rejects"
    @Flag(help: "End with one JSON object of counts.") var json = false

    func validate() throws {
        guard !files.isEmpty else {
            throw invalid(
                Sentence(
                    zh: "--institutions、--agreements、--guarantees、--events 至少写一项。",
                    en: "Name at least one of --institutions, --agreements, --guarantees, --events."))
        }
    }

    private var files: [BookTable: String] {
        var files: [BookTable: String] = [:]
        files[.institutions] = institutions
        files[.agreements] = agreements
        files[.guarantees] = guarantees
        files[.events] = events
        return files
    }

    func run() async throws {
        Interruption.install()
        let outcomes: [BookTable: BookImport.Outcome]
        do {
            outcomes = try await bringIn()
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as StorageError {
            throw fail(error)
        }
        if json {
            try printJSON(Dictionary(uniqueKeysWithValues: outcomes.map { ($0.rawValue, $1.counts) }))
        } else {
            tell(outcomes)
        }
        let refused = outcomes.values.reduce(0) { $0 + $1.counts.refused }
        guard refused == 0 else { throw fail(sentence(refused, outcomes)) }
    }

    private func bringIn() async throws -> [BookTable: BookImport.Outcome] {
        let mapping = try map.map { try Mapping(path: $0) }
        do {
            try FileManager.default.createDirectory(atPath: rejects, withIntermediateDirectories: true)
        } catch {
            throw fail(
                Sentence(
                    zh: "不能建立拒绝行文件夹“\(rejects)”；请用 --rejects 指明另一个文件夹。",
                    en: "The folder '\(rejects)' for refused rows can't be made; name another with --rejects."
                ))
        }
        // Removes the folder only where nothing was refused and nothing else is in it.
        defer { rmdir(rejects) }
        let book = try database.open(settings: .forImporting)
        defer { book.close() }
        return try await BookImport(
            files: files, mapping: mapping, rejectsFolder: rejects, language: commandLanguage,
            lastDay: lastDayForEvents()
        ).run(into: book)
    }

    private func tell(_ outcomes: [BookTable: BookImport.Outcome]) {
        let isChinese = commandLanguage == .chinese
        let headings =
            isChinese
            ? ["表", "读入", "接受", "拒绝", "已在册"] : ["table", "read", "accepted", "refused", "already there"]
        let rows = BookTable.allCases.compactMap { table in
            outcomes[table].map { outcome in
                let counts = outcome.counts
                return [table.rawValue]
                    + [counts.read, counts.accepted, counts.refused, counts.alreadyThere].map(String.init)
            }
        }
        printTable(headings: headings, rows: rows)
        for table in BookTable.allCases {
            guard let outcome = outcomes[table] else { continue }
            let all = outcome.counts.noted
            for note in outcome.notes {
                let place =
                    isChinese
                    ? "\(table.rawValue) 第 \(note.line) 行：" : "\(table.rawValue) line \(note.line): "
                print(place + note.sentence.text(in: commandLanguage))
            }
            if all > outcome.notes.count {
                print(isChinese ? "共 \(all) 行有提示。" : "\(all) rows with notes in all.")
            }
        }
    }

    private func sentence(_ refused: Int, _ outcomes: [BookTable: BookImport.Outcome]) -> Sentence {
        let paths = BookTable.allCases.compactMap { outcomes[$0]?.rejects }.joined(separator: ", ")
        let rows = EnglishCount.of(refused, "row was", "rows were")
        return Sentence(
            zh: "有 \(refused) 行被拒绝，原因见 \(paths)；改正后可再次导入这些文件。",
            en:
                """
                \(rows) refused; the reasons stand in \(paths): mend these files and import \
                them again.
                """
        )
    }
}
