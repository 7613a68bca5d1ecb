/// The way back from one party's part to the whole that was divided.
extension Shares {
    /// Of the wholes that give a party exactly an amount, the one nearest to amount x sum / weight.
    ///
    /// There is always one: a part never falls, and it grows by at most one fen for each fen of the whole.
    /// - Returns: nil when the party has no share, the amount is negative or the whole is above `Fen.limit`.
    public func whole(giving amount: Fen, to party: Int) -> Fen? {
        guard weights[party] > 0, !amount.isNegative else { return nil }
        let nearest = roundedHalfEven(Int128(amount.fen) * Int128(sum), by: Int128(weights[party]))
        guard nearest <= Int128(Fen.limit.fen) else { return nil }
        var whole = Fen(Int64(nearest))
        while part(of: party, in: whole) < amount { whole += Fen(1) }
        while part(of: party, in: whole) > amount { whole -= Fen(1) }
        return whole
    }
}
