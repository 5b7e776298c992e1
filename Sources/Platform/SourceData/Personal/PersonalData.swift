/// Who a player is: what `player_pii` holds, in clear text. Never in logs, errors or reports that are pseudonymous.
package struct PersonalData: Sendable, Hashable {
    package let firstName: String
    package let lastName: String
    package let email: String
    package let phone: String
    /// Lines separated by line feeds.
    package let addressLines: String
    package let postcode: String
    package let nationalID: String
    package let idDocumentNumber: String

    /// Takes the values as they are.
    package init(
        firstName: String, lastName: String, email: String, phone: String, addressLines: String, postcode: String, nationalID: String,
        idDocumentNumber: String
    ) {
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
        self.phone = phone
        self.addressLines = addressLines
        self.postcode = postcode
        self.nationalID = nationalID
        self.idDocumentNumber = idDocumentNumber
    }

    /// By the columns of `player_pii`, in their order.
    package var values: [(column: String, value: String)] {
        [
            ("first_name", firstName), ("last_name", lastName), ("email", email), ("phone", phone), ("address_lines", addressLines),
            ("postcode", postcode), ("national_id", nationalID), ("id_doc_no", idDocumentNumber),
        ]
    }
}
