import Core

/// The life of one made-up guarantee, told by the domain's own methods: a cursor of days moves forward and
/// what happens at it is checked and kept, to be replayed in the book.
struct DemonstrationHistory: Sendable {
    let terms: Guarantee.Terms
    let firm: Int
    let agreement: DemonstrationAgreements.Item
    /// The history that it renews.
    let renews: Int?
    let repaysInParts: Bool
    private(set) var acts: [Act] = []
    private(set) var guarantee: Guarantee
    /// The cursor: a working day.
    private(set) var today: Day
    private var events = 0
    private var past: [PastEvent] = []
    private var changes: [(day: Day, principal: Fen)] = []
    private var nextMonth = 6

    struct Act: Sendable {
        let day: Day
        let deed: Deed
        var reason = ""
    }

    /// The numbers count the events of the history and make its references.
    enum Deed: Sendable {
        case apply
        case step(GuaranteeStep)
        /// The re-guarantor agrees to a filing that the stop-loss has held up.
        case approveIfWaiting
        case event(GuaranteeEvent, Int)
        /// A treasury pays if its fund holds enough and it has not paid yet.
        case treasuryPays(Fen, Int)
        case reverse(Int, by: Int)
    }

    init(
        _ terms: Guarantee.Terms, firm: Int, under agreement: DemonstrationAgreements.Item,
        renews: Int? = nil,
        repaysInParts: Bool = false
    ) throws {
        self.terms = terms
        self.firm = firm
        self.agreement = agreement
        self.renews = renews
        self.repaysInParts = repaysInParts
        guarantee = try Guarantee.applied(id: ID(1), under: agreement.agreement, terms: terms)
        today = try DemonstrationDays.onOrAfter(terms.contractOn + -42)
        acts.append(Act(day: today, deed: .apply))
    }

    /// The outstanding principal at the end of a day.
    func outstanding(on day: Day) -> Fen { changes.reduce(.zero) { $1.day <= day ? $0 + $1.principal : $0 } }

    var appliedOn: Day { acts[0].day }
}

// What moves the cursor and what happens at it.
extension DemonstrationHistory {
    /// Goes to the first working day that many days on.
    mutating func wait(_ days: Int) throws { try wait(until: today + days) }

    /// Goes to the first working day from a day on; stays when that is past.
    mutating func wait(until day: Day) throws { today = try DemonstrationDays.onOrAfter(max(today, day)) }

    mutating func wait(workingDays: Int) throws { today = try WorkingDays.add(workingDays, to: today) }

    mutating func take(_ step: GuaranteeStep, because reason: String = "") throws {
        guarantee = try guarantee.taking(step)
        acts.append(Act(day: today, deed: .step(step), reason: reason))
    }

    /// Asks the re-guarantor to approve the filing where the stop-loss holds it up.
    mutating func approveIfWaiting() {
        acts.append(Act(day: today, deed: .approveIfWaiting, reason: "本年代偿率超过止损线，再担保机构审核后同意"))
    }

    mutating func record(_ event: GuaranteeEvent, because reason: String = "") throws {
        let number = try reckon(event)
        acts.append(Act(day: today, deed: .event(event, number), reason: reason))
    }

    /// A treasury pays today, or at one of the later days when its fund is short today.
    mutating func recordTreasury(_ amount: Fen) throws {
        let number = try reckon(.paid(by: .treasury, amount))
        let nextBudget = DemonstrationDays.day(today.year + 1, 2, 10)
        for day in [today, today + 45, today + 120, nextBudget] {
            acts.append(Act(day: try DemonstrationDays.onOrAfter(day), deed: .treasuryPays(amount, number)))
        }
    }

    /// Takes the last event back.
    mutating func reverseLast(because reason: String) throws {
        guard let wrong = past.last else { preconditionFailure("something happened before") }
        events += 1
        let recording = try guarantee.reversing(wrong, among: past, on: today, reference: nil)
        past[past.count - 1] = PastEvent(
            entry: wrong.entry, event: wrong.event, day: wrong.day, reversed: true)
        keep(recording)
        acts.append(Act(day: today, deed: .reverse(Int(wrong.entry), by: events), reason: reason))
    }

    private mutating func reckon(_ event: GuaranteeEvent) throws -> Int {
        events += 1
        keep(try guarantee.recording(event, on: today, reference: nil))
        past.append(PastEvent(entry: Int64(events), event: event, day: today, reversed: false))
        return events
    }

    private mutating func keep(_ recording: Recording) {
        guarantee = recording.after
        if !recording.principal.isZero { changes.append((today, recording.principal)) }
    }
}

// The usual course.
extension DemonstrationHistory {
    /// From the application to the filing.
    mutating func file(until last: GuaranteeStep = .file) throws {
        let course: [(step: GuaranteeStep, days: Int)] = [
            (.accept, 3), (.startDueDiligence, 4), (.approve, 14), (.contract, 0), (.file, 2),
        ]
        for (step, days) in course {
            try wait(days)
            if step == .contract { try wait(until: terms.contractOn) }
            try take(step)
            if step == last { return }
        }
    }

    /// Filed, disbursed (in two parts where asked), and the fee of the first year paid.
    mutating func begin(inParts: Bool = false) throws {
        try file()
        try wait(4)
        approveIfWaiting()
        try wait(until: terms.startsOn)
        let first = inParts ? Fen.yuan(terms.principal.fen / 100 / 20_000 * 10_000) : terms.principal
        try record(.disbursed(first))
        try payFee(from: terms.startsOn, on: terms.principal)
        guard first < terms.principal else { return }
        try wait(18)
        try record(.disbursed(terms.principal - first))
    }

    /// Pays instalments and yearly fees as they fall due before a day.
    mutating func serve(before day: Day) throws {
        while true {
            let due = DemonstrationDays.months(nextMonth, after: terms.startsOn)
            guard due < day, due < guarantee.endsOn else { return }
            try wait(until: due)
            if repaysInParts {
                let part = Fen.yuan(terms.principal.fen / 100 / 100_000 * 10_000)
                if part.isPositive { try record(.repaid(part)) }
            }
            if nextMonth % 12 == 0 { try payFee(from: due, on: guarantee.position.outstanding) }
            nextMonth += 6
        }
    }

    private mutating func payFee(from day: Day, on amount: Fen) throws {
        let fee = Fee.amount(
            of: amount, rate: terms.feeRate, from: day,
            to: min(DemonstrationDays.months(12, after: day), guarantee.endsOn))
        if fee.isPositive { try record(.feePaid(fee)) }
    }

    /// Repays what is outstanding at the end and is released.
    mutating func end() throws {
        try serve(before: guarantee.endsOn)
        try wait(until: guarantee.endsOn)
        try settle()
    }

    mutating func settle() throws {
        if guarantee.position.outstanding.isPositive { try record(.repaid(guarantee.position.outstanding)) }
        try wait(1)
        try record(.released)
    }
}
