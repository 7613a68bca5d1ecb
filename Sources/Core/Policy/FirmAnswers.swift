/// What a policy answers for the firms of a chunk, column by column.
public final class FirmAnswers {
    public let program: PolicyProgram
    public internal(set) var count = 0

    /// 0 is no, 1 open, 2 yes.
    let verdicts: UnsafeMutablePointer<UInt8>
    let words: UnsafeMutablePointer<UInt64>
    /// Numerators over `scoreDenominator`.
    let scoreLow: UnsafeMutablePointer<Double>
    let scoreHigh: UnsafeMutablePointer<Double>
    /// Whole fen.
    let amountLow: UnsafeMutablePointer<Double>
    let amountHigh: UnsafeMutablePointer<Double>
    /// A bit for each condition, eight in a byte; a column of bytes for each eight.
    let failedBits: [UnsafeMutablePointer<UInt8>]
    let openBits: [UnsafeMutablePointer<UInt8>]
    let scoreDenominator: Int64
    /// Scores that have another denominator.
    var oddScores: [Int: Interval] = [:]

    public init(_ program: PolicyProgram) {
        self.program = program
        let capacity = FirmChunk.capacity
        let groups = (program.conditions.count + 7) / 8
        verdicts = .allocate(capacity: capacity)
        words = .allocate(capacity: capacity)
        scoreLow = .allocate(capacity: capacity)
        scoreHigh = .allocate(capacity: capacity)
        amountLow = .allocate(capacity: capacity)
        amountHigh = .allocate(capacity: capacity)
        failedBits = (0..<groups).map { _ in .allocate(capacity: capacity) }
        openBits = (0..<groups).map { _ in .allocate(capacity: capacity) }
        let denominator = program.score.flatMap { program.registers[Int($0)].denominator }
        scoreDenominator = Int64(clamping: denominator ?? 1)
    }

    deinit {
        verdicts.deallocate()
        words.deallocate()
        for pointer in [scoreLow, scoreHigh, amountLow, amountHigh] { pointer.deallocate() }
        for pointer in failedBits + openBits { pointer.deallocate() }
    }

    // MARK: One firm

    /// Nil where the policy has no verdict.
    public func verdict(_ row: Int) -> PolicyDecision.Answer? {
        precondition(row >= 0 && row < count)
        guard program.verdict != nil else { return nil }
        return verdicts[row] == 2 ? .yes : verdicts[row] == 0 ? .no : .open
    }

    /// The words that the class may be, a bit for each of the policy's classes.
    public func classes(_ row: Int) -> UInt64? {
        precondition(row >= 0 && row < count)
        return program.class == nil ? nil : words[row]
    }

    /// In hundredths of a point.
    public func score(_ row: Int) -> Interval? {
        precondition(row >= 0 && row < count)
        guard program.score != nil else { return nil }
        return oddScores[row]
            ?? Interval(
                FirmAnswers.fraction(scoreLow[row], scoreDenominator),
                FirmAnswers.fraction(scoreHigh[row], scoreDenominator))
    }

    private static func fraction(_ numerator: Double, _ denominator: Int64) -> Fraction {
        guard numerator.isFinite else { return numerator < 0 ? .lowest : .highest }
        return Fraction(Int128(Int64(numerator)), Int128(denominator))
    }

    public func amount(_ row: Int) -> ClosedRange<Fen>? {
        precondition(row >= 0 && row < count)
        guard program.amount != nil else { return nil }
        return Fen(Int64(amountLow[row]))...Fen(Int64(amountHigh[row]))
    }

    /// Whether a condition is surely not fulfilled, by its place in the policy.
    public func isFailed(_ condition: Int, _ row: Int) -> Bool {
        precondition(row >= 0 && row < count)
        return failedBits[condition / 8][row] >> UInt8(condition % 8) & 1 == 1
    }

    public func isOpen(_ condition: Int, _ row: Int) -> Bool {
        precondition(row >= 0 && row < count)
        return openBits[condition / 8][row] >> UInt8(condition % 8) & 1 == 1
    }

    // MARK: From one firm at a time

    /// Writes what a run of the program itself came to.
    func put(_ run: PolicyRun, at row: Int) {
        if let verdict = program.verdict {
            verdicts[row] = run[verdict].isYes ? 2 : run[verdict].isNo ? 0 : 1
        }
        if let register = program.class { words[row] = run[register].mask }
        if let register = program.score { put(score: run[register], at: row) }
        if let register = program.amount {
            amountLow[row] = Double(PolicyDecision.fen(run[register].low).fen)
            amountHigh[row] = Double(PolicyDecision.fen(run[register].high).fen)
        }
        for group in failedBits.indices { (failedBits[group][row], openBits[group][row]) = (0, 0) }
        for (place, condition) in program.conditions.enumerated() {
            let bit = UInt8(1) << UInt8(place % 8)
            if run[condition].isNo {
                failedBits[place / 8][row] |= bit
            } else if !run[condition].isYes {
                openBits[place / 8][row] |= bit
            }
        }
    }

    private func put(score: Interval, at row: Int) {
        let (low, high) = (numerator(score.low), numerator(score.high))
        if let low, let high { (scoreLow[row], scoreHigh[row]) = (low, high) } else { oddScores[row] = score }
    }

    private func numerator(_ value: Fraction) -> Double? {
        guard value.isFinite else { return value.numerator < 0 ? -Double.infinity : .infinity }
        let product = value.numerator.multipliedReportingOverflow(by: Int128(scoreDenominator))
        let (whole, rest) = product.partialValue.quotientAndRemainder(dividingBy: value.denominator)
        let isFit = !product.overflow && rest == 0 && whole.magnitude <= UInt128(ColumnEnd.wholeLimit)
        return isFit ? Double(Int64(whole)) : nil
    }

    /// Takes over the answers of another for those rows, one behind the other there.
    func scatter(_ other: FirmAnswers, to rows: UnsafeBufferPointer<Int32>) {
        func move<Element>(_ from: UnsafeMutablePointer<Element>, _ to: UnsafeMutablePointer<Element>) {
            for place in 0..<rows.count { to[Int(rows[place])] = from[place] }
        }
        if program.verdict != nil { move(other.verdicts, verdicts) }
        if program.class != nil { move(other.words, words) }
        if program.score != nil {
            move(other.scoreLow, scoreLow)
            move(other.scoreHigh, scoreHigh)
        }
        if program.amount != nil {
            move(other.amountLow, amountLow)
            move(other.amountHigh, amountHigh)
        }
        for group in failedBits.indices {
            move(other.failedBits[group], failedBits[group])
            move(other.openBits[group], openBits[group])
        }
        for (place, score) in other.oddScores { oddScores[Int(rows[place])] = score }
    }
}
