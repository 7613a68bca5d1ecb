import Core
import Storage

/// Checks that a book is whole: the audit chain, every entry, every balance, every position, claim and term.
///
/// What is checked stood in the book when the verification began; what is written meanwhile does not disturb
/// it. The version of a position is not compared: nothing tells it.
public struct Verification {
    private let book: Book
    private let start: VerificationStart
    private var report = VerificationReport()
    private var sums: [Int64: Int64] = [:]
    private var states = StepStates()
    private var runs = NumberRuns()
    private var found: Int64 = 0
    private var registered: [ChainRange.RegisteredRecord] = []
    private var firms = RegisteredFirms()
    private var desk = DeskRecords()
    private var seals = SealedRecords()
    private var firmRecords = FirmRecordRest()
    private var nameDoubts: [NameDoubt] = []
    private var subjects = OrderlessSum()
    private(set) var corrections: [Int64] = []
    /// The guarantees whose claims are not what their entries make them.
    private(set) var claimCorrections: [Int64] = []

    /// How far it is: steps done, and all steps.
    public typealias Progress = (Int64, Int64) -> Void

    /// No number of a row is as large.
    static let numberLimit: Int64 = 1 << 60
    static let recordsAtATime: Int64 = 8_192
    private static let guaranteesAtATime: Int64 = 2_048

    /// Verifies the whole book on two readers.
    ///
    /// - Parameters:
    ///   - lodged: what was kept of the log outside the book.
    ///   - checksFiles: whether SQLite checks its own file and indices too, about a third of the work.
    public static func run(
        _ book: Book, lodged: [LodgedHead] = [], checksFiles: Bool = true,
        progress: Progress = { _, _ in }
    ) async throws -> VerificationReport {
        let damage = checksFiles ? try await book.database.selfCheck(leavingOut: readWhole) : nil
        var early = VerificationReport()
        early.areFilesChecked = damage != nil
        early.add((damage ?? []).map(Finding.fileDamaged))
        do {
            return try await run(book, after: early, lodged, progress)
        } catch StorageError.sql where !early.isSound {
            // What is damaged can't be read any further.
            return early
        }
    }

    /// Tables of which the chain covers every row, so that the engine need not check them too.
    private static let readWhole: Set<String> = ["audit"]

    private static func run(
        _ book: Book, after early: VerificationReport, _ lodged: [LodgedHead], _ progress: Progress
    ) async throws -> VerificationReport {
        var verification = try await Verification(book)
        verification.report = early
        let findings = try await book.database.read { connection in
            try lodged.compactMap { try $0.finding(connection) }
        }
        verification.report.add(findings)
        try await verification.checkAll(progress)
        return verification.report
    }

    init(_ book: Book) async throws {
        self.book = book
        start = try await book.database.read(VerificationStart.read)
    }

    private mutating func checkAll(_ progress: Progress) async throws {
        try await checkChain(progress)
        checkBalances()
        try await checkPositions(progress)
        try await checkRegister()
    }

    /// The audit log with its entries and postings, and the guarantees that it entered.
    mutating func checkChain(_ progress: Progress) async throws {
        report.add(start.strays)
        let steps = start.records + start.guarantees
        var this = self
        for numbers in start.recordRuns {
            try await RangeReads.run(
                book.database, over: numbers, step: Verification.recordsAtATime, ChainRange.check
            ) { range in
                this.take(range)
                progress(this.report.records, steps)
            }
        }
        self = this
    }

    private mutating func take(_ range: ChainRange) {
        report.records += range.records
        report.entries += range.entries
        report.postings += range.postings
        report.head = range.head
        report.add(range.findings)
        sums.merge(range.sums, uniquingKeysWith: &+)
        states.apply(range.states)
        runs.append(range.created.runs)
        found += range.created.found
        registered += range.registered
        firms.append(range.firms)
        desk.append(range.desk)
        seals.append(range.seals)
        firmRecords.append(range.firmRecords)
        nameDoubts += range.created.nameDoubts
        subjects.add(range.subjects)
    }

    private mutating func checkBalances() {
        for account in Set(start.balances.keys).union(sums.keys).sorted() {
            let (stored, posted) = (start.balances[account], sums[account] ?? 0)
            if stored ?? 0 != posted || (stored == nil && posted != 0) {
                report.add(.balanceWrong(account, stored: stored.map { Fen($0) }, posted: Fen(posted)))
            }
            let mustNotBeNegative = Account(number: account)?.kind.mustNotBeNegative ?? false
            if mustNotBeNegative, posted < 0 { report.add(.balanceBelowFloor(account, Fen(posted))) }
        }
    }

    /// Positions and claims of the guarantees that the audit log knows.
    mutating func checkPositions(_ progress: Progress) async throws {
        let agreements = try await book.database.read(VerificationStart.agreements)
        report.add(agreements.findings)
        let known = PositionRange.Knowledge(head: start.head, states: states, agreements: agreements.byNumber)
        let steps = start.records + start.guarantees
        var this = self
        for run in runs.joined(gap: Verification.guaranteesAtATime) {
            try await RangeReads.run(book.database, over: run, step: Verification.guaranteesAtATime) {
                try PositionRange.check($0, known, $1)
            } _: { range in
                this.report.guarantees += range.guarantees
                this.report.add(range.findings)
                this.corrections += range.corrections.map(\.derived.id.number)
                this.claimCorrections += range.claimCorrections.keys.sorted()
                progress(this.start.records + this.report.guarantees, steps)
            }
        }
        self = this
    }

    /// Rows that no record knows, or that differ from theirs, and the index of names: the long ones side by
    /// side, each in a snapshot of its own.
    private mutating func checkRegister() async throws {
        let (registered, runs, start, firms, desk) = (registered, runs, start, firms, desk)
        let (database, keys) = (book.database, book.keys)
        let (subjects, seals, firmRecords) = (subjects, seals, firmRecords)
        let isComplete = found == start.guarantees
        async let strangers = database.read { connection in
            try RegisterCheck.unknownFirms(firms, head: start.head, connection)
        }
        async let areNamesSound = database.read { try NamePairs.areSound($0) }
        async let areSubjectsSound = database.read { connection in
            try AuditSubjects.areSound(subjects, upTo: start.head, connection)
        }
        async let undone = database.read { connection in
            let isQuiet = try !RegisterCheck.hasNewer(than: start.head, connection)
            let sealed = isQuiet ? try seals.findings(connection) : []
            return try DeskCheck.findings(desk, isQuiet: isQuiet, connection) + sealed
                + firmRecords.findings(head: start.head, connection)
        }
        let findings = try await database.read { connection in
            var findings = try RegisterCheck.findings(registered, head: start.head, keys, connection)
            if !isComplete {
                findings += try RegisterCheck.unknownGuarantees(runs, upTo: start.lastGuarantee, connection)
            }
            return try findings + ClaimSums.ofNothing(connection)
        }
        report.add(try await findings + strangers + undone)
        if try await !areNamesSound { report.add(.namePairsWrong) }
        if try await !areSubjectsSound { report.add(.auditSubjectsWrong) }
        for wrong in try await FirmProfileCheck.wrong(book) { report.add(.profileWrong(wrong.enterprise)) }
        let ownNames = firms.runs.sorted()
        for doubt in nameDoubts where !ownNames.contains(where: { $0.contains(doubt.enterprise) }) {
            report.add(.nameDiffers(doubt.enterprise, record: doubt.record))
        }
    }

    /// For a rebuild: what stands in the way of it.
    var chainFindings: VerificationReport { report }

    /// For a rebuild: what the positions are to be derived with.
    var stepStates: StepStates { states }

    var head: Int64 { start.head }

    /// For a rebuild: the records that are to be found by their subject.
    var auditSubjects: OrderlessSum { subjects }
}
