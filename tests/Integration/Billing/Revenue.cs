namespace Billing;

/// <summary>What the projection of revenues adds up.</summary>
public enum Revenue
{
    /// <summary>There is no such projection yet.</summary>
    Nothing,

    WhatWasInvoiced,

    WhatWasPaid,
}
