namespace Billing.ReadModel.Ledger;

public sealed class CardSlip : Slip;
