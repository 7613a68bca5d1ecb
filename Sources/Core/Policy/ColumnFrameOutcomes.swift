/// What a frame leaves behind: the answers, out of the buffers.
extension ColumnFrame {
    func write(_ answers: FirmAnswers) {
        let outcomes = plan.outcomes
        if let verdict = outcomes.verdict {
            ColumnKernels.join(
                count, bytes(ColumnPlace(verdict.low)), bytes(ColumnPlace(verdict.high)),
                answers.verdicts + start
            ) {
                $0 &+ $1
            }
        }
        if let words = outcomes.words {
            (answers.words + start).update(from: masks(ColumnPlace(words)), count: count)
        }
        if let score = outcomes.score {
            scale(score.low, score.denominator, answers.scoreDenominator, answers.scoreLow + start)
            scale(score.high, score.denominator, answers.scoreDenominator, answers.scoreHigh + start)
        }
        if let amount = outcomes.amount {
            round(amount.low, amount.denominator, answers.amountLow + start)
            round(amount.high, amount.denominator, answers.amountHigh + start)
        }
        for group in answers.failedBits.indices { gather(group, answers) }
    }

    private func scale(
        _ source: ColumnSource, _ from: Int64, _ to: Int64, _ out: UnsafeMutablePointer<Double>
    ) {
        let numbers = numbers(ColumnPlace(source))
        if from == to { return out.update(from: numbers, count: count) }
        for row in 0..<count { out[row] = numbers[row] * Double(to / from) }
    }

    private func round(_ source: ColumnSource, _ denominator: Int64, _ out: UnsafeMutablePointer<Double>) {
        let numbers = numbers(ColumnPlace(source))
        let most = Double(Fen.limit.fen)
        for row in 0..<count {
            out[row] = numbers[row].isFinite ? numbers[row] : numbers[row] < 0 ? -most : most
        }
        guard denominator > 1 else { return }
        for row in 0..<count where numbers[row].isFinite {
            out[row] = Double(Int64(roundedHalfEven(Int128(Int64(numbers[row])), by: Int128(denominator))))
        }
    }

    private func gather(_ group: Int, _ answers: FirmAnswers) {
        let (failed, open) = (answers.failedBits[group] + start, answers.openBits[group] + start)
        let conditions = plan.outcomes.conditions.dropFirst(group * 8).prefix(8)
        failed.update(repeating: 0, count: count)
        open.update(repeating: 0, count: count)
        for (bit, condition) in conditions.enumerated() {
            let (low, high, shift) = (
                bytes(ColumnPlace(condition.low)), bytes(ColumnPlace(condition.high)), UInt8(bit)
            )
            for row in 0..<count { failed[row] |= (high[row] ^ 1) &<< shift }
            for row in 0..<count { open[row] |= (high[row] ^ low[row]) &<< shift }
        }
    }
}
