using CleanCqrs.Application.Behaviors;
using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using MediatR;

namespace CleanCqrs.UnitTests.Application.Behaviors;

public class UnitOfWorkBehaviorTests
{
    private readonly RecordingUnitOfWork _unitOfWork = new();

    [Fact]
    public async Task A_command_is_saved_once_after_its_handler()
    {
        var answer = await HandleAsync();

        answer.ShouldBe(new Renamed("Ada", 1));
        _unitOfWork.Steps.ShouldBe(["handle", "save"]);
    }

    [Fact]
    public async Task When_another_writer_was_faster_the_command_runs_again_from_the_start()
    {
        _unitOfWork.Conflicts = 2;

        var answer = await HandleAsync();

        answer.ShouldBe(new Renamed("Ada", 3));
        _unitOfWork.Steps.ShouldBe(["handle", "conflict", "reset", "handle", "conflict", "reset", "handle", "save"]);
    }

    [Fact]
    public async Task After_three_attempts_the_conflict_is_the_answer()
    {
        _unitOfWork.Conflicts = 3;

        await Should.ThrowAsync<ConcurrencyConflictException>(() => HandleAsync());

        _unitOfWork.Steps.ShouldBe(["handle", "conflict", "reset", "handle", "conflict", "reset", "handle", "conflict", "reset"]);
    }

    [Fact]
    public async Task A_handler_that_fails_is_neither_saved_nor_repeated_and_leaves_nothing()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => HandleAsync(() => throw new InvalidOperationException("broken")));

        _unitOfWork.Steps.ShouldBe(["handle", "reset"]);
    }

    [Fact]
    public async Task What_was_changed_before_the_command_is_never_lost_by_running_it_again()
    {
        _unitOfWork.HasChanges = true;
        _unitOfWork.Conflicts = 1;

        await Should.ThrowAsync<ConcurrencyConflictException>(() => HandleAsync());

        _unitOfWork.Steps.ShouldBe(["handle", "conflict"]);
    }

    private Task<Renamed?> HandleAsync(Action? alsoDo = null)
    {
        RequestHandlerDelegate<Renamed?> handler = () =>
        {
            _unitOfWork.Steps.Add("handle");
            alsoDo?.Invoke();
            return Task.FromResult<Renamed?>(new Renamed("Ada", _unitOfWork.Steps.Count(step => step == "handle")));
        };
        return new UnitOfWorkBehavior<Rename, Renamed?>(_unitOfWork, new CommandUnit()).Handle(
            new Rename("Ada"), handler, TestContext.Current.CancellationToken);
    }

    private sealed class RecordingUnitOfWork : IUnitOfWork
    {
        public List<string> Steps { get; } = [];

        public int Conflicts { get; set; }

        public bool HasChanges { get; set; }

        public Task SaveChangesAsync(CancellationToken cancellationToken)
        {
            if (Conflicts-- > 0)
            {
                Steps.Add("conflict");
                throw new ConcurrencyConflictException("Somebody was faster.");
            }

            Steps.Add("save");
            return Task.CompletedTask;
        }

        public void Reset() => Steps.Add("reset");
    }
}
