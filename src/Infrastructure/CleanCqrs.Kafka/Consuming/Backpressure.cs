namespace CleanCqrs.Kafka.Consuming;

/// <summary>Holds the reading back when lanes fall behind.</summary>
internal sealed class Backpressure(Assignment assignment)
{
    // Pausing throws away what librdkafka has fetched ahead, and costs half a second to resume: it is for lanes that are stuck, not for
    // those that are busy.
    private static readonly TimeSpan _waitBeforePause = TimeSpan.FromSeconds(1);

    public bool IsAnyPaused => assignment.Partitions.Any(partition => partition.IsPaused);

    /// <summary>Waits for a lane that is full; when it is stuck, pauses its partitions, so that the others flow.</summary>
    public void WaitFor(Lane lane)
    {
        if (lane.Buffer.IsFull && !lane.Buffer.WaitForRoom(_waitBeforePause))
        {
            Pause(partition => partition.Lane == lane);
        }
    }

    public void PauseAll() => Pause(_ => true);

    public void ResumeWhereThereIsRoom()
    {
        foreach (var partition in assignment.Partitions.Where(partition => partition.IsPaused && partition.Lane.Buffer.HasRoom))
        {
            partition.Resume();
        }
    }

    private void Pause(Func<AssignedPartition, bool> condition)
    {
        foreach (var partition in assignment.Partitions.Where(condition))
        {
            partition.Pause();
        }
    }
}
