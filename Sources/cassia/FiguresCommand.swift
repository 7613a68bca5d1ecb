/// `cassia figures`: the figures that supervisors ask for, for any day.
import App
import ArgumentParser
import Core
import Storage

struct FiguresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "The figures of the book at the end of any day. 任意一日的业务指标。",
        discussion: """
            docs/figures.md gives the formula and the source of each. Instead of them: the reserves of a \
            guarantor (--guarantor), the capital that a planned growth needs (--growth), or the coverage of \
            the region by guarantors (--coverage).
            """)

    @OptionGroup var database: DatabaseOption

    @Option(help: ArgumentHelp("The day, such as 2025-12-31; --coverage needs none.", valueName: "day"))
    var asOf: Day?

    @Option(help: "One row for each division, guarantor or bank.")
    var by: FiguresGrouping?

    @Option(help: ArgumentHelp("The reserves of this guarantor, year by year.", valueName: "code"))
    var guarantor: String?

    @Option(
        help: ArgumentHelp(
            "The capital that guarantors need when their business with small firms and farmers grows so.",
            valueName: "20%"))
    var growth: Rate?

    @Option(
        help: ArgumentHelp(
            "The liability balance over net assets that --growth keeps; 10 is that of Decree 683 art. 15.",
            valueName: "times"))
    var leverage = Rate(millionths: Limits.leverage * 1_000_000)

    @Flag(help: "Which cities and counties have a guarantor and which have none.")
    var coverage = false

    @Flag(help: "Print JSON; amounts are yuan, rates are decimal fractions.")
    var json = false

    func validate() throws {
        guard coverage || asOf != nil else {
            throw invalid(
                Sentence(zh: "请写明日期：--as-of 日期。", en: "Give the day: --as-of DAY."))
        }
        let asked = [by != nil, guarantor != nil, growth != nil, coverage].filter { $0 }
        guard asked.count <= 1 else {
            throw invalid(
                Sentence(
                    zh: "--by、--guarantor、--growth、--coverage 只能写一项。",
                    en: "Give one of --by, --guarantor, --growth and --coverage."))
        }
        guard leverage > .zero else {
            throw invalid(
                Sentence(zh: "--leverage 必须大于零。", en: "--leverage must be above zero."))
        }
        guard growth.map({ $0 >= .zero }) ?? true else {
            throw invalid(
                Sentence(zh: "--growth 不能为负。", en: "--growth must not be negative."))
        }
    }

    func run() async throws {
        try await withBook(database) { try await show(of: $0) }
    }

    private func show(of book: Book) async throws {
        if coverage { return try CoverageOutput(try await CoverageStore.coverage(in: book)).show(json) }
        guard let asOf else { return }
        if let guarantor {
            let (institution, years) = try await ReservesStore.reserves(of: guarantor, until: asOf, in: book)
            return try ReservesOutput(institution, years, asOf: asOf).show(json)
        }
        if let growth {
            let table = try await CapitalNeedTable.table(
                asOf: asOf, growth: growth, multiple: leverage, in: book)
            return try CapitalNeedOutput(table, asOf: asOf, growth: growth, multiple: leverage).show(json)
        }
        let table = try await FiguresStore.figures(asOf: asOf, by: by, in: book)
        if json {
            try printJSON(FiguresOutput(table))
        } else {
            FiguresPrint(language: commandLanguage).show(table)
        }
    }
}
