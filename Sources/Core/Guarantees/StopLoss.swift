/// Why a filing waits: the agreement's stop-loss, with the figures of the year that it is measured by.
public struct StopLoss: Hashable, Sendable {
    /// What was compensated and released under an agreement from the beginning of a year up to a day.
    public struct YearSoFar: Hashable, Sendable {
        public let compensated: Fen
        /// Compensated amounts included.
        public let released: Fen
        public let until: Day

        public init(compensated: Fen, released: Fen, until: Day) {
            self.compensated = compensated
            self.released = released
            self.until = until
        }

        /// Compensated over released; nil when nothing was released yet.
        public var rate: Rate? { Rate(compensated, over: released) }
    }

    public let agreement: String
    public let ceiling: Rate
    public let year: YearSoFar

    /// The stop-loss of an agreement; nil where it has none.
    public init?(of agreement: Agreement, _ year: YearSoFar) {
        guard let ceiling = agreement.ceilings.stopLoss else { return nil }
        self.agreement = agreement.number
        self.ceiling = ceiling
        self.year = year
    }

    /// Whether new filings wait for approval.
    public var isExceeded: Bool { year.rate.map { $0 > ceiling } ?? false }

    /// What the agreement says, what the figures are, and who decides.
    public var sentence: Sentence {
        let rate = year.rate?.percentage ?? Rate.zero.percentage
        return Sentence(
            zh: """
                协议 \(agreement) 的“代偿率止损线”条款：当年代偿率超过 \(ceiling.percentage) 时，新备案须经再担保机构同意。\
                \(year.until.year) 年初至 \(year.until) 代偿 \(year.compensated.grouped) 元、\
                解除担保 \(year.released.grouped) 元，代偿率 \(rate)，\(isExceeded ? "已超过止损线" : "现已不超过止损线")。
                """,
            en: """
                The clause 'Stop-loss: compensation rate' of agreement \(agreement) makes new filings wait \
                for the re-guarantor while the year's rate is above \(ceiling.percentage). From the \
                beginning of \(year.until.year) to \(year.until) \(year.compensated.grouped) yuan were \
                compensated and \(year.released.grouped) yuan released, a rate of \(rate), which \
                \(isExceeded ? "is above the stop-loss" : "is no longer above it").
                """)
    }
}
