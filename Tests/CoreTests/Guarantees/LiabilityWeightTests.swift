import Core
import Testing

/// The weights of the measuring rules of 2018, article by article.
@Suite struct LiabilityWeightTests {
    private typealias Features = GuaranteeFeatures

    private func weight(
        _ kind: Features.Kind = .loan, _ customer: Features.CustomerKind = .enterprise, small: Bool = false,
        housing: Bool = false, rating: Features.BondRating = .notStated, outstanding: Int64
    ) -> Int64 {
        let risk = GuaranteedRisk(
            kind, of: customer, isSmallOrMicro: small, isHousing: housing, rating: rating)
        return LiabilityWeight.of(risk, outstandingOfCustomer: .yuan(outstanding))
    }

    @Test func smallFirmsWeighLessUpToFiveMillion() {
        #expect(weight(small: true, outstanding: 5_000_000) == 75)
        #expect(weight(small: true, outstanding: 5_000_001) == 100)
        #expect(weight(small: false, outstanding: 1) == 100)
    }

    @Test func farmersWeighLessUpToTwoMillionWhateverTheirSize() {
        for small in [false, true] {
            #expect(weight(.loan, .farmer, small: small, outstanding: 2_000_000) == 75)
            #expect(weight(.loan, .farmer, small: small, outstanding: 2_000_001) == 100)
        }
        #expect(weight(.loan, .individual, small: true, outstanding: 1) == 100)
    }

    @Test func housingWeighsLeastWhoeverBuys() {
        for customer in Features.CustomerKind.allCases {
            #expect(weight(.loan, customer, small: true, housing: true, outstanding: 9_000_000) == 30)
        }
    }

    @Test func bondsWeighByTheirRating() {
        let low = Features.BondRating.allCases.filter {
            weight(.bond, small: true, rating: $0, outstanding: 1) == 80
        }
        #expect(low.map(\.rawValue) == ["AAA", "AA+", "AA"])
        let high = Features.BondRating.allCases.filter { !low.contains($0) }
        for rating in high { #expect(weight(.bond, small: true, rating: rating, outstanding: 1) == 100) }
    }

    @Test func otherFinancingWeighsInFull() {
        for customer in Features.CustomerKind.allCases {
            #expect(weight(.otherFinancing, customer, small: true, outstanding: 1) == 100)
        }
    }

    @Test func smallFirmsAndFarmersAreServed() {
        #expect(Features.CustomerKind.enterprise.isServed(isSmallOrMicro: true))
        #expect(!Features.CustomerKind.enterprise.isServed(isSmallOrMicro: false))
        #expect(Features.CustomerKind.farmer.isServed(isSmallOrMicro: false))
        #expect(!Features.CustomerKind.individual.isServed(isSmallOrMicro: true))
    }

    @Test func nobodyIsBoundBeforeTheFilingOrAfterTheEnd() {
        let bound = Guarantee.State.allCases.filter(\.binds)
        #expect(Set(bound) == [.filed, .awaitingApproval, .inForce, .overdue, .claimed])
    }
}
